"""Grades two classes with one warm process and measures what stays: `grade_twice.py ORDER_AS_JSON`.

It is a program of its own, so that what it prints, its environment and its children are known.
"""

import contextlib
import os
import sys
import time
from pathlib import Path

import msgspec

from attacks.planted import SLUG
from attacks.processes import below
from attacks.traces import Process, measure, settled
from autograder.course.assignment import Assignment
from autograder.course.find import find_assignment
from autograder.grading.batch import Grading, grade_all
from autograder.grading.finished import Options
from autograder.grading.grader import Grader
from autograder.grading.kept_hosts import Setting
from autograder.grading.local_grader import local_grader
from autograder.linux.syscalls import prctl
from autograder.submission.discover import discover

PR_SET_CHILD_SUBREAPER = 36  # whoever loses its parent becomes our child: nobody gets away
THREADS = 2


class Order(msgspec.Struct, frozen=True):
    """Which course, which classes, and where results go."""

    course: str
    calm: str
    hostile: str
    out: str


class Findings(msgspec.Struct, frozen=True):
    """The processes at rest before and after the second class, and whatever outlives all."""

    before: list[Process]
    after: list[Process]
    orphans: list[str]
    threads: int
    seconds: float


def main(order: Order) -> Findings:
    """Grade the calm class, then the hostile one."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    assignment = find_assignment(Path(order.course), SLUG)
    with local_grader(Setting(order.course, assignment.limits.preload), THREADS) as grader:
        _grade(grader, assignment, order.calm, order.out)
        before = _at_rest(set())
        start = time.monotonic()
        _grade(grader, assignment, order.hostile, order.out)
        seconds = time.monotonic() - start
        after = _at_rest({process.pid for process in before})
    settled(_nobody_is_left)
    return Findings(
        before, after, _named(below(os.getpid())), measure(os.getpid()).threads, seconds
    )


def _grade(grader: Grader, assignment: Assignment, folder: str, out: str) -> None:
    submissions = discover(Path(folder), assignment)
    (suite,) = grader.suites([assignment])
    grading = Grading(grader, assignment, suite.digest, Path(out), Options())
    for _ in grade_all(grading, submissions):
        pass


def _at_rest(known: set[int]) -> list[Process]:
    """All processes below this one, once none is left but those known, or a second has passed."""
    settled((lambda: below(os.getpid()) == known) if known else _is_quiet)
    return [measure(pid) for pid in sorted(below(os.getpid()))]


def _is_quiet() -> bool:
    before = below(os.getpid())
    time.sleep(0.5)
    return below(os.getpid()) == before


def _nobody_is_left() -> bool:
    """Bury the dead, those of children who died before them too."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    return not below(os.getpid())


def _named(pids: set[int]) -> list[str]:
    return [Path(f"/proc/{pid}/stat").read_text() for pid in sorted(pids)]


if __name__ == "__main__":
    findings = main(msgspec.json.decode(sys.argv[1], type=Order))
    Path(sys.argv[2]).write_bytes(msgspec.json.encode(findings))
