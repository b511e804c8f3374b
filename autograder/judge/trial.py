"""A hand-in with edits of its own source, before the judge: as locked as the hand-in itself.

The edited sources are imported one after the other in one worker, which holds nothing but code of
this student. What counts is asked again in a fresh one. No score, note or fault comes from here.
"""

import msgspec

from autograder.course.assignment import Question
from autograder.judge.imports import Imports
from autograder.judge.student_target import Handin
from autograder.protocol.jobs import Training
from autograder.protocol.steps import Lost

CALL_SECONDS = 0.5  # an edit may make a loop endless
IMPORT_SECONDS = 3.0


class Trial(Handin):
    """A target that answers for an edited hand-in: call `put` before a test is asked."""

    def __init__(self, handin: Handin, seconds: float) -> None:
        limits = handin.limits
        tight = msgspec.structs.replace(
            limits,
            call_seconds=min(limits.call_seconds, CALL_SECONDS),
            import_seconds=min(limits.import_seconds, IMPORT_SECONDS),
            training_seconds=seconds,
            total_seconds=seconds,
        )
        assignment = msgspec.structs.replace(handin.assignment, limits=tight)
        super().__init__(handin.host, assignment, handin.order, handin.job, _tell_nobody)
        self.seconds = seconds
        self.notes: int | None = None  # how much of the hand-in as it is was left out

    @property
    def spent(self) -> float:
        """The seconds that the student's code had so far."""
        return self.seconds - self.seconds_left

    def begin(self, question: Question, source: str) -> bool:
        """Import the hand-in as it is, as the module `source`; whether that can be done."""
        self.turn_to(question)
        if self._import(question.forbidden) is not None:
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
        if self.worker and self.question:
            self._exchange(files, self.question.forbidden)

    def _exchange(self, files: dict[str, bytes], forbidden: tuple[str, ...]) -> None:
        seconds = min(self.limits.import_seconds, max(self.seconds_left, 0))
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
