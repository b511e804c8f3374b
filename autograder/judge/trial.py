"""A hand-in with edits of its own source, before the judge: as locked as the hand-in itself.

The edited sources are imported one after the other in one worker, which holds nothing but code of
this student. What counts is asked again in a fresh one. No score, note or fault comes from here.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from autograder.course.assignment import Question
from autograder.judge.imports import Imports
from autograder.judge.student_target import Handin
from autograder.judge.workers import Worker
from autograder.protocol.deadline import Deadline
from autograder.protocol.jobs import Training
from autograder.protocol.steps import Answer, Lost

T = TypeVar("T")
# An edit may make a loop endless: it has many times what the hand-in as it is takes, and no more.
LEAST_CALL_SECONDS, MOST_CALL_SECONDS, SLOWER = 0.1, 0.5, 30
IMPORT_SECONDS = 1.0
WAITED = 4  # seconds for one of the processor's: an edit may sleep
MOST_WORKERS = 12  # that edits may end, before no more are tried


class Trial(Handin):
    """A target that answers for an edited hand-in: call `put` before a test is asked."""

    def __init__(self, handin: Handin, seconds: float) -> None:
        limits, seconds = handin.limits, WAITED * seconds
        tight = msgspec.structs.replace(
            limits,
            import_seconds=min(limits.import_seconds, IMPORT_SECONDS),
            training_seconds=seconds,
            total_seconds=seconds,
        )
        assignment = msgspec.structs.replace(handin.assignment, limits=tight)
        super().__init__(handin.host, assignment, handin.order, handin.job, _tell_nobody)
        self.spent = 0.0  # seconds of a processor that the student's code had so far
        self.workers = 0  # that were begun
        self.most_workers = MOST_WORKERS
        self.notes: int | None = None  # how much of the hand-in as it is was left out

    @property
    def is_over(self) -> bool:
        """Whether nothing more should be asked: no time is left, or too many workers were ended."""
        return self.time_left.own <= 0 or self.workers > self.most_workers

    def begin(self, question: Question, source: str, slowest: float) -> bool:
        """Import the hand-in as it is, as the module `source`; whether that can be done.

        `slowest`: the seconds of its slowest call.
        """
        seconds = min(max(LEAST_CALL_SECONDS, SLOWER * slowest), MOST_CALL_SECONDS)
        seconds = min(seconds, self.limits.call_seconds)
        self.limits = msgspec.structs.replace(self.limits, call_seconds=seconds)
        self.time_left.limits = self.limits
        self.turn_to(question)
        if super()._import(question.forbidden) is not None:
            return False
        self.put(source)
        return self.worker is not None

    def put(self, source: str, fresh: bool = False) -> None:
        """Have this source answer from now on, in the same worker or in a fresh one."""
        files = {**self.order.files, self.order.file: source.encode()}
        self.order = msgspec.structs.replace(self.order, files=files, cells=())
        self.imports = Imports(self.order.file)
        self.late.clear()
        if fresh:
            self.close()
            self.most_workers += 1
        if self.worker and self.question:
            self._exchange(self.question.forbidden)

    def _import(self, forbidden: tuple[str, ...]) -> Answer | None:
        """Import it in a fresh worker, twice: only the second time tells what edits leave out."""
        failure = super()._import(forbidden)
        if failure is None:
            self._exchange(forbidden)
        return failure or self.imports.failure(forbidden)

    def _spawn(self) -> Worker:
        self.workers += 1
        return super()._spawn()

    def _timed(
        self, ask: Callable[[Worker, Deadline], T], seconds: float, *, trains: bool = False
    ) -> T | Lost:
        assert self.worker is not None
        worker, left, before = self.worker, self.time_left.whole, self.worker.queue.running()
        answer = super()._timed(ask, seconds, trains=trains)
        waited, running = left - self.time_left.whole, worker.queue.running()
        is_counted = running and self.worker is worker  # nobody counts for who has ended
        self.spent += running - before if is_counted else waited
        return answer

    def _exchange(self, forbidden: tuple[str, ...]) -> None:
        seconds = min(self.limits.import_seconds, max(self.time_left.own, 0))
        files = self.order.files
        answer = self._timed(lambda worker, deadline: worker.reload(files, deadline), seconds)
        if isinstance(answer, dict) and self.notes is None:
            self.notes = len(answer)
        if isinstance(answer, dict) and len(answer) > (self.notes or 0):
            answer = Lost("crashed", "leaves out more than the hand-in does")  # an older one counts
        if not isinstance(answer, dict):
            self.close()
            self.imports.fail(forbidden, answer)


def _tell_nobody(training: Training) -> None:
    """A training of an edited hand-in is shown to nobody: there is none."""
