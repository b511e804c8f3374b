"""Runs `autograder grade` on a large class: when each result came, and the memory of the whole tree.

Memory is the proportional share of each process (`Pss`), so that pages which forks share count once.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from measure.handins import SLUG
from measure.proc import parent, pids, pss_mb

LOOK_SECONDS = 1.0


class Steady(msgspec.Struct, frozen=True):
    """One run; `arrivals` and the times of `memory` are seconds after its start."""

    arrivals: tuple[float, ...]
    memory: tuple[tuple[float, float], ...]

    @property
    def rate(self) -> float:
        """Hand-ins a second from the first result to the last."""
        return self.rate_between(0, len(self.arrivals) - 1)

    def rate_between(self, first: int, last: int) -> float:
        """Hand-ins a second between two results."""
        return (last - first) / (self.arrivals[last] - self.arrivals[first])

    def memory_at(self, result: int, looks: int = 10) -> list[float]:
        """MB at the looks nearest to the moment when this result came."""
        when = self.arrivals[result]
        nearest = sorted(self.memory, key=lambda look: abs(look[0] - when))[:looks]
        return [mb for _, mb in nearest]


def run_steady(
    course: Path,
    submitted: Path,
    out: Path,
    more: Sequence[str] = (),
    stop_after: int = 0,
    slug: str = SLUG,
) -> Steady:
    """Grade a folder; with `stop_after`, kill the command (-9) once it has so many results."""
    words = ["--assignment", slug, "--out", str(out), "--format", "json", *more]
    command = [sys.executable, "-m", "autograder", "grade", str(submitted), *words]
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    arrivals = []
    with process.stdout, _Memory(process.pid, start) as memory:
        for _ in process.stdout:
            arrivals.append(time.monotonic() - start)
            if len(arrivals) == stop_after:
                process.kill()
    status = process.wait()
    if status != (-signal.SIGKILL if stop_after else 0):
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Steady(tuple(arrivals), tuple(memory.seen))


class _Memory:
    """A thread that adds up the memory of a command and all below it, once a second."""

    def __init__(self, command: int, start: float) -> None:
        self.command, self.start = command, start
        self.seen: list[tuple[float, float]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            shares = [pss_mb(pid) for pid in _tree(self.command)]
            self.seen.append((time.monotonic() - self.start, sum(mb for mb in shares if mb)))


def _tree(command: int) -> set[int]:
    """A process and all that descend from it."""
    parents = {pid: parent(pid) for pid in pids()}
    found = {command}
    while more := {pid for pid, above in parents.items() if above in found} - found:
        found |= more
    return found


def may_look() -> bool:
    """Whether the memory of workers can be asked for: only root may."""
    return os.geteuid() == 0
