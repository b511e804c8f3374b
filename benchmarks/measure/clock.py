"""Times whole programs, in turns, so that a busy minute of the machine touches all of them."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

IMPORT_TORCH = (sys.executable, "-c", "import torch")
_LONGEST = 600


def seconds(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    good: Sequence[int] = (0,),
) -> float:
    """The wall time of a program; `SystemExit` with its words where it ends with another status."""
    start = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, timeout=_LONGEST, check=False
    )
    taken = time.monotonic() - start
    if done.returncode not in good:
        said = (done.stdout + done.stderr).decode(errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
    return taken


def in_turns(
    repeats: int,
    commands: Sequence[Sequence[str]],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> list[list[float]]:
    """The wall times of each command, run `repeats` times one after the other."""
    taken: list[list[float]] = [[] for _ in commands]
    for command in commands:
        seconds(command, folder, environment)  # once for the disk's sake
    for _ in range(repeats):
        for times, command in zip(taken, commands, strict=True):
            times.append(seconds(command, folder, environment))
    return taken
