"""Grades the hand-ins of a run ahead of nbgrader, which asks for one after the other.

There is one warm process for as long as this process lives and the course stays as it is.
"""

import atexit
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from autograder import results
from autograder.course.assignment import Assignment
from autograder.course.find import slugs
from autograder.course.judging_files import judging_files
from autograder.fingerprint import digest, digest_of_data, fingerprint
from autograder.grading.batch import Options, existing, grade_one
from autograder.results import Result
from autograder.submission.files import DiskNode
from autograder.submission.handin import hand_in
from autograder.submission.record import Submission
from autograder.system import processors, require_linux

if TYPE_CHECKING:
    from autograder.grading.host import Warm
    from autograder.grading.judge_client import Judge


class HandIn(NamedTuple):
    """A student's folder for an assignment."""

    student: str
    folder: Path


class Graded(msgspec.Struct, frozen=True):
    """What was handed in and what it is worth."""

    submission: Submission
    result: Result


class Host:
    """The warm process of this process, another one once the course has changed."""

    def __init__(self) -> None:
        self._key: tuple[str, ...] = ()
        self._warm: Warm | None = None  # its module imports what only Linux has

    def judge(self, course: Path, assignment: Assignment, data: Path | None) -> "Judge":
        """A judge for an assignment, the same one as long as nothing changes."""
        require_linux("grading")
        from autograder.grading.host import Warm  # noqa: PLC0415 - imports what only Linux has

        place = str(data or "")
        files = digest(judging_files(course, *slugs(course)))
        key = str(course), place, files, digest_of_data(place)
        if self._warm is None or key != self._key:
            self.close()
            # lessons draw, and a locked worker cannot import what draws
            self._warm = Warm(course, (*assignment.limits.preload, "matplotlib.pyplot"), data=data)
            self._key = key
            atexit.register(self.close)
        return self._warm.judge(assignment.slug, assignment.limits)

    def close(self) -> None:
        """End the warm process and all it has started."""
        if self._warm is not None:
            self._warm.close()
            atexit.unregister(self.close)
        self._warm = None


HOST = Host()  # nbgrader makes a converter for each click; torch is imported for the first only


class Ahead:
    """Results by student, in the order in which they will be asked for."""

    def __init__(
        self, judge: "Judge", assignment: Assignment, out: Path, options: Options, workers: int
    ) -> None:
        self.judge, self.assignment, self.out, self.options = judge, assignment, out, options
        self.suite = self.judge.suite.digest  # a wrong course stops here
        self.workers = workers or processors()
        self._pool = ThreadPoolExecutor(self.workers)
        self._waiting: dict[HandIn, Future[Graded]] = {}
        self._next: Iterator[HandIn] = iter(())
        self._last: tuple[HandIn, Graded] | None = None  # an assignment may have two notebooks

    def expect(self, hand_ins: Iterable[HandIn]) -> None:
        """What will be asked for, in order."""
        self._next = iter(hand_ins)

    def graded(self, one: HandIn) -> Graded:
        """The result of a hand-in, which lies on disk from then on."""
        if self._last and self._last[0] == one:
            return self._last[1]
        mine = self._waiting.pop(one, None) or self._start(one)
        while len(self._waiting) < 2 * self.workers and (other := next(self._next, None)):
            if other != one:
                self._waiting[other] = self._start(other)
        graded = mine.result()
        results.write(self.out, graded.result)
        self._last = one, graded
        return graded

    def close(self) -> None:
        """Forget what nobody has asked for."""
        self._pool.shutdown(cancel_futures=True)

    def _start(self, one: HandIn) -> Future[Graded]:
        return self._pool.submit(self._grade, one)

    def _grade(self, one: HandIn) -> Graded:
        submission = read_hand_in(one, self.assignment)
        mark = fingerprint(submission, self.suite, self.options.device)
        if not self.options.force:
            kept = existing(self.out, self.assignment, one.student, mark)
            if kept is not None:
                return Graded(submission, kept)
        result = grade_one(self.judge.grade, self.assignment, submission, mark, self.options)
        return Graded(submission, result)


def notes_on(submission: Submission, notebooks: Iterable[str]) -> tuple[str, ...]:
    """What is worth knowing of a hand-in; that a lesson came with the module is not."""
    usual = {f"graded {submission.main}; {name}.ipynb was ignored" for name in notebooks}
    return tuple(note for note in submission.notes if note not in usual)


def read_hand_in(one: HandIn, assignment: Assignment) -> Submission:
    """A student's folder in nbgrader's tree, as `autograder grade` reads it."""
    return hand_in(one.student, DiskNode(one.folder, one.folder.lstat()), assignment)
