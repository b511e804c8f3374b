"""One hand-in before the judge: a fresh worker for each question, another one after a crash."""

import math
import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import msgspec

from autograder.course.assignment import Assignment, Question
from autograder.errors import CourseError, IsolationError
from autograder.judge.imports import Imports
from autograder.judge.time_left import TimeLeft
from autograder.judge.worker_host import WorkerHost
from autograder.judge.workers import Disturbed, Worker, WorkerDied, WorkerLate
from autograder.protocol.deadline import Deadline
from autograder.protocol.isolation import LEVELS, Bounds, Isolation
from autograder.protocol.jobs import Job, Training
from autograder.protocol.order import Order
from autograder.protocol.steps import Answer, Lost, Step
from autograder.torch_internals import require_internals
from autograder.worker.answering import tool_of

T = TypeVar("T")
TrainingWatch = Callable[[Training], None]  # is told how far a training is
MOST_LATE = 2  # an endless loop is endless the third time too
NEEDED = {"required": "full", "best": "strong", "none": "none"}  # `--isolation` -> lowest level


class Handin:
    """A target that answers for a student: call `turn_to` before a question's first step."""

    def __init__(
        self, host: WorkerHost, assignment: Assignment, order: Order, job: Job, watch: TrainingWatch
    ) -> None:
        self.host, self.assignment, self.order, self.watch = host, assignment, order, watch
        self.job = job
        self.needed, self.cuda = NEEDED[job.isolation], job.device == "cuda"
        self.limits = assignment.limits
        self.time_left = TimeLeft(assignment.limits)
        self.question: Question | None = None
        self.worker: Worker | None = None
        self.imports = Imports(order.file)
        self.isolation = Isolation("full", ())
        self.late: Counter[str] = Counter()  # what did not return in time, by name
        self.killed = False  # some worker was, and the student may have no part in it
        self.problem = ""  # why nothing of this is a verdict

    def turn_to(self, question: Question) -> "Handin":
        """Use a worker of its own for this question, with the question's operators banned."""
        if question != self.question:
            self.close()
            self.question = question
        return self

    def answer(self, step: Step) -> Answer:
        """Ask the worker; a worker that dies or is late is replaced before the next step."""
        try:
            return self._answer(step)
        except Disturbed as error:
            self.worker, self.killed, self.problem = None, True, str(error)
            return Lost("crashed", f"was not judged: {error}")
        except CourseError:
            self.worker = None  # it may have been ended, or be in the middle of anything
            raise

    def _answer(self, step: Step) -> Answer:
        if self.worker is None:
            assert self.question is not None
            failure = self.imports.failure(self.question.forbidden)
            if failure is None and self.time_left.own > 0:
                failure = self._import(self.question.forbidden)
            if failure is not None:
                return failure
        tool = tool_of(step)
        trains = tool is not None and not tool.counts_as_students_time
        used_up = self.time_left.used_up(trains=trains)  # an import may have taken the last of it
        if used_up:
            return Lost("timeout", used_up)
        if self.late[step.says] >= MOST_LATE:
            return Lost("timeout", f"was not called again: {MOST_LATE} times it did not return")
        if tool:
            require_internals(*tool.needs)
        progress = self._told if trains else None
        answer = self._timed(
            lambda worker, deadline: worker.ask(step, deadline, progress),
            self.time_left.bound(trains=trains),
            trains=trains,
        )
        self.late[step.says] += isinstance(answer, Lost) and answer.kind == "timeout"
        return answer

    def close(self) -> None:
        """End the worker, if there is one."""
        worker, self.worker = self.worker, None
        if worker:
            worker.dismiss()

    def _import(self, forbidden: tuple[str, ...]) -> Answer | None:
        self.worker = self._spawn()
        seconds = self.limits.import_seconds
        answer = self._timed(lambda worker, deadline: worker.load(self._order(), deadline), seconds)
        if isinstance(answer, dict):
            return self.imports.succeed(forbidden, answer)
        self.close()
        return self.imports.fail(forbidden, answer)

    def _told(self, step: int, steps: int, loss: float, seconds_left: float) -> None:
        assert self.question is not None
        self.watch(Training(self.question.title, step, steps, loss, seconds_left))

    def _spawn(self) -> Worker:
        bounds = Bounds(
            cpu_seconds=math.ceil(self.time_left.whole * self.limits.threads) + 1,
            memory_bytes=self.limits.memory_mb << 20,
            cuda=self.cuda,
        )
        assert self.question is not None
        worker = self.host.spawn(bounds, self.question.forbidden)
        level = worker.isolation.level
        if (
            LEVELS.index(level) < LEVELS.index(self.isolation.level)
            or not self.isolation.mechanisms
        ):
            self.isolation = worker.isolation
        if LEVELS.index(level) < LEVELS.index(self.needed):
            worker.end()
            raise IsolationError(_too_weak(worker.isolation, self.needed))
        return worker

    def _order(self) -> Order:
        question = self.question
        assert question is not None
        return msgspec.structs.replace(self.order, question=question.title)

    def _timed(
        self, ask: Callable[[Worker, Deadline], T], seconds: float, *, trains: bool = False
    ) -> T | Lost:
        assert self.worker is not None
        deadline = self.worker.deadline(seconds)
        try:
            return ask(self.worker, deadline)
        except WorkerDied as death:
            return self._lost(death, seconds)
        finally:
            self.time_left.spend(deadline.spent(), trains=trains)

    def _lost(self, death: WorkerDied, seconds: float) -> Lost:
        worker, self.worker = self.worker, None
        assert worker is not None
        late = isinstance(death, WorkerLate)
        by_itself = worker.died_by_itself(hung_up=not late and not str(death))
        ending = worker.end()
        if late and not by_itself:
            return Lost("timeout", f"did not return within {seconds:.3g} s")
        if not by_itself:  # what killed it was our own `end`
            return Lost("crashed", str(death) or "closed its channel instead of answering")
        self.killed |= ending.killed
        return _post_mortem(ending.status)


def _post_mortem(status: int) -> Lost:
    """How a worker ended that we did not kill."""
    if os.WIFEXITED(status):
        code = os.WEXITSTATUS(status)
        return Lost("crashed", f"ended its process (exit status {code}) instead of returning")
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return Lost("timeout", "used up its processor time")
    if number == signal.SIGKILL:
        return Lost("memory", "was killed by the system, most likely for its memory")
    return Lost("crashed", f"crashed its process ({signal.Signals(number).name})")


def _too_weak(isolation: Isolation, required: str) -> str:
    reasons = "; ".join(isolation.missing) or "no reason known"
    return (
        f"workers here are isolated at level {isolation.level!r}, "
        f"{required!r} is needed ({reasons}); "
        "`autograder doctor` tells more, `--isolation none` grades all the same"
    )
