"""Runs one command, inherits whatever it leaves running, and tells what did not end by itself.

`python fault_reaper.py REPORT SECONDS COMMAND...` writes {"status": ..., "left": [...]} to REPORT.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from attacks.processes import command_line, everybody

PR_SET_CHILD_SUBREAPER = 36


def main(report: str, seconds: str, *command: str) -> None:
    """Run it; what was orphaned below it becomes this process's child, and must end soon."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError("this process cannot inherit orphans")
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever started us may have it ignored
    status = subprocess.Popen(command).wait()
    left = _left(time.monotonic() + float(seconds))
    Path(report).write_text(json.dumps({"status": status, "left": left}), encoding="utf-8")


def _left(deadline: float) -> list[str]:
    """The command lines of orphans that still ran at the deadline; they are ended here."""
    while time.monotonic() < deadline:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return []
        if not ended:
            time.sleep(0.02)
    return [_ended(pid) for pid in _children()]


def _children() -> list[int]:
    return [pid for pid, process in everybody().items() if process.parent == os.getpid()]


def _ended(pid: int) -> str:
    line = command_line(pid).replace(b"\0", b" ").decode()
    with contextlib.suppress(ProcessLookupError):  # it has just ended
        os.kill(pid, signal.SIGKILL)
    return f"{pid}: {line[:200]}"


if __name__ == "__main__":
    main(*sys.argv[1:])
