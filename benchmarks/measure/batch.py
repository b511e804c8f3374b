"""Runs `autograder grade` as a teacher does, and notes when each result came and what it took."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from measure.handins import SLUG, kind_of, kinds, write_class
from measure.watch import Watch


class Graded(msgspec.Struct, frozen=True):
    """What a benchmark wants to know of a result."""

    student: str
    assignment: str
    status: str
    outcomes: frozenset[str]
    seconds: float


class Batch(msgspec.Struct, frozen=True):
    """One run of the command; `arrivals` are seconds after its start."""

    seconds: float
    arrivals: tuple[float, ...]
    cpu_seconds: float
    judge_mb: tuple[float, ...]
    worker_mb: tuple[float, ...]
    graded: tuple[Graded, ...]

    def kinds_with(self, *outcomes: str) -> set[str]:
        """The kinds of hand-ins of which a test ended in one of these ways."""
        return {kind_of(one.student) for one in self.graded if one.outcomes & set(outcomes)}

    @property
    def warm_seconds(self) -> float:
        """Seconds from one result to the next, once there is a first."""
        return (self.arrivals[-1] - self.arrivals[0]) / max(len(self.arrivals) - 1, 1)

    @property
    def whole_seconds(self) -> float:
        """Seconds per hand-in of the whole command."""
        return self.seconds / len(self.arrivals)


def grade_command(submitted: Path, out: Path, slugs: Sequence[str] = (SLUG,)) -> list[str]:
    """The command line that grades a folder or one hand-in."""
    chosen = [word for slug in slugs for word in ("--assignment", slug)]
    options = [*chosen, "--out", str(out), "--force", "--format", "json"]
    return [sys.executable, "-m", "autograder", "grade", str(submitted), *options]


def run_batch(
    course: Path,
    submitted: Path,
    out: Path,
    memory: bool = False,
    slugs: Sequence[str] = (SLUG,),
) -> Batch:
    """Grade the hand-ins in a folder; `SystemExit` where one could not be judged."""
    start = time.monotonic()
    command = grade_command(submitted, out, slugs)
    process = subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE)
    assert process.stdout is not None
    lines, arrivals = [], []
    with process.stdout, Watch(process.pid, memory) as watch:
        for line in process.stdout:
            arrivals.append(time.monotonic() - start)
            lines.append(line)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    graded = tuple(map(_graded, lines))
    _refuse_unjudged(process.returncode, graded)
    own = usage.ru_utime + usage.ru_stime  # the command's and the warm process's
    memories = tuple(watch.judge_mb), tuple(watch.worker_mb)
    return Batch(seconds, tuple(arrivals), own + watch.cpu_seconds, *memories, graded)


def tame_kinds(course: Path, folder: Path, *wild: str) -> dict[str, str]:
    """The course's kinds of hand-ins, without those of which a test ends in one of these ways."""
    found = kinds(course)
    write_class(folder / "first", found, len(found))
    left_out = run_batch(course, folder / "first", folder / "first-results").kinds_with(*wild)
    return {name: text for name, text in found.items() if name not in left_out}


def _graded(line: bytes) -> Graded:
    result = msgspec.json.decode(line)
    tests = (test for question in result["questions"] for test in question["tests"])
    outcomes = frozenset(test["outcome"] for test in tests)
    name, assignment = result["student"], result["assignment"]
    return Graded(name, assignment, result["status"], outcomes, result["seconds"])


def _refuse_unjudged(status: int, graded: tuple[Graded, ...]) -> None:
    unjudged = [one.student for one in graded if one.status != "graded"]
    if status or unjudged or not graded:
        names = ", ".join(unjudged) or "nobody"
        raise SystemExit(f"`autograder grade` ended with {status}; not judged: {names}")
