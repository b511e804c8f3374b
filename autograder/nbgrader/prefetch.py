"""Grades the hand-ins of a run ahead of nbgrader, which asks for one after the other.

There is one warm process for as long as this process lives and the course stays as it is.
"""

import atexit
import functools
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from autograder import results
from autograder.course.assignment import Assignment
from autograder.course.find import slugs
from autograder.course.judging_files import judging_files
from autograder.fingerprint import digest, digest_of_data
from autograder.grading.batch import Grading
from autograder.grading.finished import Finished
from autograder.grading.preload import usual_preload
from autograder.submission.files import DiskNode
from autograder.submission.handin import hand_in
from autograder.submission.record import Submission
from autograder.system import require_linux

if TYPE_CHECKING:
    from autograder.grading.kept_hosts import Setting, WarmProcesses
    from autograder.grading.local_grader import LocalGrader


class HandIn(NamedTuple):
    """A student's folder for an assignment."""

    student: str
    folder: Path


def nbgrader_grader(
    course: Path, assignment: Assignment, data: Path | None, workers: int
) -> "LocalGrader":
    """A grader with the warm process of this process, another one once the course has changed."""
    require_linux("grading")
    from autograder.grading.local_grader import LocalGrader  # noqa: PLC0415 - only Linux has it all

    return LocalGrader(_kept(), setting_of(course, assignment, data), workers)


@functools.cache
def _kept() -> "WarmProcesses":
    """Nbgrader makes a converter for each click; torch is imported for the first only."""
    from autograder.grading.kept_hosts import WarmProcesses  # noqa: PLC0415 - as above

    kept = WarmProcesses()
    atexit.register(kept.close)
    return kept


def setting_of(course: Path, assignment: Assignment, data: Path | None) -> "Setting":
    """What the warm process must have been started with to judge this assignment as it is now."""
    from autograder.grading.kept_hosts import Setting  # noqa: PLC0415 - as above

    place = str(data.resolve()) if data else ""
    state = digest(judging_files(course, *slugs(course))) + digest_of_data(place)
    return Setting(str(course), usual_preload(assignment.limits), place, state)


class Ahead:
    """Results by student, in the order in which they will be asked for."""

    def __init__(self, grading: Grading, workers: int) -> None:
        self.grading, self.workers = grading, workers
        self._pool = ThreadPoolExecutor(workers)
        self._waiting: dict[HandIn, Future[Finished]] = {}
        self._next: Iterator[HandIn] = iter(())
        self._last: tuple[HandIn, Finished] | None = None  # an assignment may have two notebooks

    def expect(self, hand_ins: Iterable[HandIn]) -> None:
        """What will be asked for, in order."""
        self._next = iter(hand_ins)

    def graded(self, one: HandIn) -> Finished:
        """The result of a hand-in, which lies on disk from then on."""
        if self._last and self._last[0] == one:
            return self._last[1]
        mine = self._waiting.pop(one, None) or self._start(one)
        while len(self._waiting) < 2 * self.workers and (other := next(self._next, None)):
            if other != one:
                self._waiting[other] = self._start(other)
        graded = mine.result()
        results.write(self.grading.out, graded.result)
        self._last = one, graded
        return graded

    def close(self) -> None:
        """Forget what nobody has asked for."""
        self._pool.shutdown(cancel_futures=True)

    def _start(self, one: HandIn) -> Future[Finished]:
        return self._pool.submit(self._grade, one)

    def _grade(self, one: HandIn) -> Finished:
        return self.grading.finish(read_hand_in(one, self.grading.assignment))


def notes_on(submission: Submission, notebooks: Iterable[str]) -> tuple[str, ...]:
    """What is worth knowing of a hand-in; that a lesson came with the module is not."""
    usual = {f"graded {submission.main}; {name}.ipynb was ignored" for name in notebooks}
    return tuple(note for note in submission.notes if note not in usual)


def read_hand_in(one: HandIn, assignment: Assignment) -> Submission:
    """A student's folder in nbgrader's tree, as `autograder grade` reads it."""
    return hand_in(one.student, DiskNode(one.folder, one.folder.lstat()), assignment)
