"""Locked workers for tests, as a judge uses them: a source is imported in one, its functions called.

`Workers` starts a process as the command does, with the same environment; the process forks a zygote
and speaks JSON lines: which source, which functions, which operators are forbidden.
"""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]
_CODE = (
    "import sys; sys.path[:0] = sys.argv[1:3];"
    "from real_workers import serve; serve(sys.argv[3].split(), sys.argv[4].split())"
)


class Workers:
    """Runs sources in fresh workers of one zygote, which imported `preload` before."""

    def __init__(self, preload: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> None:
        from autograder.grading.host import clean_environment  # noqa: PLC0415 - not in the other process

        paths = str(ROOT), str(ROOT / "tests")
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", _CODE, *paths, " ".join(preload), " ".join(without)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=clean_environment(),
        )

    def run(
        self, source: str, *calls: str, forbidden: tuple[str, ...] = (), **bounds: Any
    ) -> dict[str, Any]:
        """`import`: what it raised, or None; `answers`: of each call a value or what it raised."""
        request = {"source": source, "calls": calls, "forbidden": forbidden, "bounds": bounds}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.process.communicate(timeout=60)


def serve(preload: list[str], without: list[str]) -> None:
    """Be the warm process and the judge in one; ends with its input."""
    import importlib  # noqa: PLC0415
    import os  # noqa: PLC0415

    from autograder.worker.uncompiled import leave_uncompiled  # noqa: PLC0415

    leave_uncompiled()
    for name in preload:
        importlib.import_module(name)
    from autograder.worker.zygote import run_zygote  # noqa: PLC0415

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        ours.close()
        os.close(0)
        os.open(os.devnull, os.O_RDONLY)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        run_zygote(theirs, frozenset(without))
    theirs.close()
    from autograder.judge.worker_host import WorkerHost  # noqa: PLC0415

    host = WorkerHost(ours)
    for line in sys.stdin:
        print(json.dumps(_served(host, **json.loads(line))), flush=True)


def _served(host: Any, source: str, calls: list[str], forbidden: list[str], bounds: dict) -> dict:
    from autograder.judge.workers import WorkerDied  # noqa: PLC0415
    from autograder.protocol.isolation import Bounds  # noqa: PLC0415
    from autograder.protocol.order import Order  # noqa: PLC0415
    from autograder.protocol.steps import Step  # noqa: PLC0415

    seconds = bounds.pop("seconds", 10)
    given = {"cpu_seconds": 60, "memory_bytes": 2 << 30, **bounds}
    start = time.monotonic()
    worker = host.spawn(Bounds(**given), tuple(forbidden))
    spawned = time.monotonic()
    order = Order("handin", "handin.py", {"handin.py": source.encode()}, question="Pooling")
    reply: dict[str, Any] = {"level": worker.isolation.level, "missing": worker.isolation.missing}
    reply["answers"], reply["seconds"] = [], [spawned - start]
    try:
        reply["import"] = _told(worker.load(order, worker.deadline(seconds)))
        reply["seconds"].append(time.monotonic() - spawned)
        for number, name in enumerate(calls if not isinstance(reply["import"], str) else []):
            start = time.monotonic()
            answer = worker.ask(Step(number, "call", name), worker.deadline(seconds))
            reply["answers"].append(_told(answer))
            reply["seconds"].append(time.monotonic() - start)
    except WorkerDied as death:
        reply["died"] = f"{type(death).__name__} {death}"
        reply.setdefault("import", reply["died"])
    worker.end()
    return reply


def _told(answer: Any) -> Any:
    if answer is None:
        return None
    if isinstance(answer, dict):  # notes of an import
        return {"notes": answer} if answer else None
    if hasattr(answer, "error"):
        return f"{answer.kind}: {answer.error}: {answer.message} (line {answer.line})"
    value = answer.value
    return value if isinstance(value, str | int | float | bool | list | None) else repr(value)
