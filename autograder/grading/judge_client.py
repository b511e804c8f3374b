"""A judge as the command sees it: asked for its suite and for verdicts, replaced if it is killed."""

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from autograder.course.assignment import Limits
from autograder.errors import AutograderError, CourseError
from autograder.grading.settle import settled
from autograder.protocol.deadline import STRETCH, Deadline
from autograder.protocol.jobs import (
    Job,
    Report,
    Started,
    Subject,
    Suite,
    Training,
    receive_record,
    receive_verdict,
    send_record,
)
from autograder.results import Outcome

START_SECONDS = 180  # a cold disk may need a minute to import torch
MOST_OTHERS = 3  # judges in place of killed ones; who kills more means it
JobWatch = Callable[[Job, Training], None]  # is told how far a job's training is
_GONE = "the warm process ended before the suite was collected"


def nobody(_job: Job, _training: Training) -> None:
    """Watches nothing."""


class Judge:
    """Grades hand-ins of one assignment; `grade` may be called from many threads."""

    def __init__(self, fork: Callable[[], socket.socket], limits: Limits) -> None:
        self.fork, self.limits = fork, limits  # fork: a line to a new judge of this assignment
        self.jobs = fork()
        self._lock = threading.Lock()
        self._suite: Suite | None = None
        self._others_left = MOST_OTHERS
        self._reference_lock = threading.Lock()
        self._reference: dict[tuple[str, str], tuple[Outcome, ...]] = {}

    @property
    def suite(self) -> Suite:
        """What the judge collected; `CourseError` where the course is wrong."""
        with self._lock:
            if self._suite is None:
                self._suite = self._ask() or self._ask_another() or Suite(problem=_GONE)
        if self._suite.problem:
            raise CourseError(self._suite.problem)
        return self._suite

    @property
    def is_ready(self) -> bool:
        """Whether it has collected its suite, or found that it cannot."""
        return self._suite is not None

    def grade(self, job: Job, watch: JobWatch = nobody) -> Report:
        """The suite's verdict on one subject, tried twice where a process was killed under it.

        A judge that dies twice, or never ends, is told as a problem. `watch` is told how far
        trainings are, in the thread that called.
        """
        _ = self.suite  # ready first, so that no clock runs during imports
        report = self._graded(job, watch)
        if report.disturbed and self._is_there():
            report = self._graded(job, watch)
        return settled(report, partial(self._endings_on_the_reference, job.device))

    def close(self) -> None:
        """Let the judge go; jobs under way end by themselves."""
        self.jobs.close()

    def _endings_on_the_reference(self, device: str, question: str) -> tuple[Outcome, ...]:
        """How a question's tests end on the reference; none where that cannot be found out."""
        with self._reference_lock:
            if (device, question) not in self._reference:
                report = self._graded(Job(Subject(), (question,), device=device), nobody)
                if report.problem:
                    return ()
                tests = [test for result in report.questions for test in result.tests]
                self._reference[device, question] = tuple(test.outcome for test in tests)
            return self._reference[device, question]

    def _graded(self, job: Job, watch: JobWatch) -> Report:
        try:
            with stream(self.jobs, b"job") as fd:
                started = receive_record(fd, Started, START_SECONDS)
                send_record(fd, job)
                return _report(fd, started.pid, self._most_seconds(), partial(watch, job))
        except (EOFError, OSError):
            problem = "the judge's process ended before it had a result"
            return Report(problem=problem, disturbed=True)
        except msgspec.MsgspecError as error:
            return Report(problem=f"the judge did not answer as a judge does: {error}")

    def _most_seconds(self) -> float:
        """What no judge needs, even on a busy machine where every training hangs."""
        return (self.limits.total_seconds + self.limits.trainings_seconds) * 3 * STRETCH + 60

    def _is_there(self) -> bool:
        """Whether a judge with the same suite answers, another one where the last one was killed."""
        with self._lock:
            return (self._ask() or self._ask_another()) == self._suite

    def _ask(self) -> Suite | None:
        try:
            with stream(self.jobs, b"suite") as fd:
                return receive_record(fd, Suite, START_SECONDS)
        except (EOFError, OSError):
            return None

    def _ask_another(self) -> Suite | None:
        if not self._others_left:
            return None
        self._others_left -= 1
        try:
            previous, self.jobs = self.jobs, self.fork()
        except AutograderError:  # the command is about to end, or the warm process cannot start
            return None
        previous.close()
        return self._ask()


@contextlib.contextmanager
def stream(line: socket.socket, request: bytes) -> Iterator[int]:
    """Our end of a channel whose other end goes to the judge along with the request."""
    command_end, judge_end = socket.socketpair()
    with command_end:
        with judge_end:
            socket.send_fds(line, [request], [judge_end.fileno()])
        yield command_end.fileno()


def _report(fd: int, pid: int, seconds: float, watch: Callable[[Training], None]) -> Report:
    deadline = Deadline(seconds)
    try:
        while True:
            verdict = receive_verdict(fd, deadline.seconds_left())
            if isinstance(verdict, Report):
                return verdict
            watch(verdict)
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)  # still ours: its end of the stream is open
        return Report(problem=f"the judge did not end within {seconds:.0f} s and was stopped")
