"""A locked worker as the judge sees it: start it, ask it, end it. Nothing it sends is believed."""

import os
import secrets
import select
import signal
import socket
from typing import TYPE_CHECKING, Any

import msgspec

from autograder.errors import CourseError, IsolationError, ProtocolError
from autograder.judge.answers import read_answer, read_notes, read_training
from autograder.linux.run_queue import RunQueue
from autograder.networks.train import Progress
from autograder.protocol.deadline import Deadline
from autograder.protocol.isolation import Isolation
from autograder.protocol.order import REPLACED, Order
from autograder.protocol.steps import Answer, Raised, Step, Value
from autograder.protocol.wire import Caps, Unsendable, receive, send
from autograder.protocol.workers import Ended
from autograder.worker.answering import unsendable

if TYPE_CHECKING:
    from autograder.judge.worker_host import Line

READY_SECONDS = 30
MOST_TOLD = 10_000  # words on how far one training is; who has more to say has no answer
_GRACE_MS = 300  # for a worker that hung up to finish dying by itself, so that we learn how


class WorkerDied(Exception):
    """The worker ended, overran its deadline or broke the protocol; the reason is for students."""


class WorkerLate(WorkerDied):
    """No answer came before the deadline."""


class Disturbed(Exception):
    """A worker or the workers' zygote was killed, and no line of the student's can have done it."""


class Worker:
    """One locked process and the channel to it."""

    def __init__(self, line: "Line", channel: socket.socket, pid: int, pidfd: int) -> None:
        self.line, self.channel, self.pid, self.pidfd = line, channel, pid, pidfd
        self.caps, self.queue = Caps(), RunQueue(pidfd)
        channel.setblocking(False)
        self.isolation = self._ready()

    def deadline(self, seconds: float) -> Deadline:
        """So many seconds from now on, without those that the worker stands in line."""
        return Deadline(seconds, self.queue.seconds)

    def load(self, order: Order, deadline: Deadline) -> Raised | dict[str, str]:
        """Have the hand-in imported; what its import raised, or what it left out, and why."""
        self.caps = Caps(body=order.answer_mb << 20)
        try:
            self._send(order.value(), deadline, Caps(header=1 << 20, body=1 << 28))
        except Unsendable as error:
            return unsendable(str(error))
        self._refuse_unprepared()
        return _imported(self._answer("import", deadline))

    def ask(self, step: Step, deadline: Deadline, progress: Progress | None = None) -> Answer:
        """The answer to one step; `WorkerDied` where none comes.

        `progress` may be called before, with what the worker says of how far a training is.
        """
        fields = msgspec.structs.asdict(step)
        return self._asked(fields, Caps(body=1 << 28), deadline, progress)

    def reload(self, files: dict[str, bytes], deadline: Deadline) -> Raised | dict[str, str]:
        """Have the hand-in imported anew from these files, in the same process; as `load`."""
        fields = {REPLACED: {"files": files, "cells": ()}}
        return _imported(self._asked(fields, Caps(header=1 << 20, body=1 << 28), deadline))

    def dismiss(self) -> None:
        """End a worker that has done its work."""
        self._close()
        self.line.dismiss(self.pid)

    def end(self) -> Ended:
        """Kill the worker, whatever it is doing, and tell how it ended."""
        if not select.select([self.pidfd], [], [], 0)[0]:
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        self._close()
        return self.line.reap(self.pid)

    def died_by_itself(self, hung_up: bool) -> bool:
        """Whether the process is gone, or about to be where it hung up, without our doing."""
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        return bool(poll.poll(_GRACE_MS if hung_up else 0))

    def _close(self) -> None:
        self.channel.close()
        self.queue.close()
        os.close(self.pidfd)

    def _end_before_use(self) -> None:
        """End a worker that no line of the student's has reached; `Disturbed` if it was killed."""
        by_itself = self.died_by_itself(hung_up=True)
        if self.end().killed and by_itself:
            raise Disturbed("a worker was killed before it could import the hand-in")

    def _ready(self) -> Isolation:
        try:
            report = receive(self.channel.fileno(), Caps(), self.deadline(READY_SECONDS))
            if isinstance(report, str):
                raise ProtocolError(report)
            return msgspec.convert(report, Isolation)
        except (OSError, EOFError, ProtocolError, msgspec.ValidationError) as error:
            self._end_before_use()
            raise IsolationError(f"a worker could not be locked down: {error}") from None

    def _refuse_unprepared(self) -> None:
        """The course's part of a worker must work; no line of the student's has run before."""
        try:
            problem = receive(self.channel.fileno(), Caps(), self.deadline(READY_SECONDS))
        except (OSError, EOFError, ProtocolError) as error:
            self._end_before_use()
            problem = str(error)
        if problem is not None:
            raise CourseError(f"a worker broke before it imported the hand-in: {problem}")

    def _send(self, value: Any, deadline: Deadline, caps: Caps) -> None:
        try:
            send(self.channel.fileno(), value, caps, deadline)
        except TimeoutError:
            raise WorkerLate from None
        except OSError:
            raise WorkerDied from None

    def _asked(
        self, fields: dict, caps: Caps, deadline: Deadline, progress: Progress | None = None
    ) -> Value | Raised:
        call = secrets.token_hex(6)  # an answer prepared ahead cannot know it
        try:
            self._send({"call": call, **fields}, deadline, caps)
        except Unsendable as error:  # the selftest sends all that is the course's own
            return unsendable(f"its earlier answer cannot be its argument: {error}")
        return self._answer(call, deadline, progress)

    def _answer(
        self, call: str, deadline: Deadline, progress: Progress | None = None
    ) -> Value | Raised:
        try:
            frame = receive(self.channel.fileno(), self.caps, deadline)
            if progress:
                frame = self._after(frame, call, deadline, progress)
            return read_answer(frame, call)
        except TimeoutError:
            raise WorkerLate from None
        except (EOFError, OSError):
            raise WorkerDied from None
        except ProtocolError as error:
            raise WorkerDied(f"sent no valid answer: {error}") from None

    def _after(self, frame: Any, call: str, deadline: Deadline, progress: Progress) -> Any:
        """The first frame that does not tell how far a training is."""
        for _ in range(MOST_TOLD):
            training = read_training(frame, call)
            if training is None:
                break
            progress(*training)
            frame = receive(self.channel.fileno(), self.caps, deadline)
        return frame


def _imported(answer: Value | Raised) -> Raised | dict[str, str]:
    if isinstance(answer, Raised):
        return answer
    try:
        return read_notes(answer.value)
    except ProtocolError as error:
        raise WorkerDied(f"sent no valid answer: {error}") from None
