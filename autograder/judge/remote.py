"""A locked worker as the judge sees it: start it, ask it, end it. Nothing it sends is believed."""

import os
import secrets
import select
import signal
import socket
import time
from typing import Any

import msgspec

from autograder.errors import CourseError, IsolationError, ProtocolError
from autograder.sandbox import Bounds, Isolation
from autograder.targets import Answer, Raised, Step, Value
from autograder.warm.messages import Dismiss, Ended, Reap, Spawn, Spawned
from autograder.wire import Caps, Unsendable, receive, send
from autograder.worker.order import Order

READY_SECONDS = 30
_GRACE_MS = 300  # for a worker that hung up to finish dying by itself, so that we learn how


class WorkerDied(Exception):
    """The worker ended, overran its deadline or broke the protocol; the reason is for students."""


class WorkerLate(WorkerDied):
    """No answer came before the deadline."""


class WorkerHost:
    """A judge's own line to the workers' zygote."""

    def __init__(self, requests: socket.socket) -> None:
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(requests, [b"judge"], [theirs.fileno()])

    def spawn(self, bounds: Bounds) -> "Worker":
        """A locked worker, probed and ready for its order."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.line, [msgspec.msgpack.encode(Spawn(bounds))], [theirs.fileno()])
        message, fds, _, _ = socket.recv_fds(self.line, 4096, 1)
        if not message:
            raise IsolationError("the workers' zygote has ended")
        return Worker(self, ours, msgspec.msgpack.decode(message, type=Spawned).pid, fds[0])

    def dismiss(self, pid: int) -> None:
        """Have a worker killed."""
        self.line.send(msgspec.msgpack.encode(Dismiss(pid)))

    def reap(self, pid: int) -> Ended:
        """How a dead worker ended."""
        self.line.send(msgspec.msgpack.encode(Reap(pid)))
        return msgspec.msgpack.decode(self.line.recv(4096), type=Ended)


class Worker:
    """One locked process and the channel to it."""

    def __init__(self, host: WorkerHost, channel: socket.socket, pid: int, pidfd: int) -> None:
        self.host, self.channel, self.pid, self.pidfd = host, channel, pid, pidfd
        self.caps = Caps()
        channel.setblocking(False)
        self.isolation = self._ready()

    def load(self, order: Order, seconds: float) -> Raised | None:
        """Have the hand-in imported; what its import raised, or None."""
        self.caps = Caps(body=order.answer_mb << 20)
        deadline = time.monotonic() + seconds
        self._send(order.value(), deadline, Caps(header=1 << 20, body=1 << 28))
        self._refuse_unprepared()
        answer = self._answer("import", deadline)
        return answer if isinstance(answer, Raised) else None

    def ask(self, step: Step, seconds: float) -> Answer:
        """The answer to one step; `WorkerDied` where none comes."""
        deadline = time.monotonic() + seconds
        call = secrets.token_hex(6)  # an answer prepared ahead cannot know it
        self._send({"call": call, **msgspec.structs.asdict(step)}, deadline, Caps(body=1 << 28))
        return self._answer(call, deadline)

    def dismiss(self) -> None:
        """End a worker that has done its work."""
        self.channel.close()
        os.close(self.pidfd)
        self.host.dismiss(self.pid)

    def end(self) -> Ended:
        """Kill the worker, whatever it is doing, and tell how it ended."""
        if not select.select([self.pidfd], [], [], 0)[0]:
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        self.channel.close()
        os.close(self.pidfd)
        return self.host.reap(self.pid)

    def died_by_itself(self) -> bool:
        """Whether the process is gone, or about to be, without our doing."""
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        return bool(poll.poll(_GRACE_MS))

    def _ready(self) -> Isolation:
        try:
            report = receive(self.channel.fileno(), Caps(), time.monotonic() + READY_SECONDS)
            if isinstance(report, str):
                raise ProtocolError(report)
            return msgspec.convert(report, Isolation)
        except (OSError, EOFError, ProtocolError, msgspec.ValidationError) as error:
            self.end()
            raise IsolationError(f"a worker could not be locked down: {error}") from None

    def _refuse_unprepared(self) -> None:
        """The course's part of a worker must work; no line of the student's has run before."""
        try:
            problem = receive(self.channel.fileno(), Caps(), time.monotonic() + READY_SECONDS)
        except (OSError, EOFError, ProtocolError) as error:
            problem = str(error)
        if problem is not None:
            raise CourseError(f"a worker broke before it imported the hand-in: {problem}")

    def _send(self, value: Any, deadline: float, caps: Caps) -> None:
        try:
            send(self.channel.fileno(), value, caps, deadline)
        except Unsendable as error:
            raise CourseError(f"a test's argument cannot be sent: {error}") from None
        except TimeoutError:
            raise WorkerLate from None
        except OSError:
            raise WorkerDied from None

    def _answer(self, call: str, deadline: float) -> Answer:
        try:
            return _read_answer(receive(self.channel.fileno(), self.caps, deadline), call)
        except TimeoutError:
            raise WorkerLate from None
        except (EOFError, OSError):
            raise WorkerDied from None
        except ProtocolError as error:
            raise WorkerDied(f"sent no valid answer: {error}") from None


def _read_answer(frame: Any, call: str) -> Answer:
    """The answer in a frame, every field checked; `ProtocolError` for anything else."""
    match frame:
        case (str() as id, "value", value, float() as seconds) if id == call:
            return Value(value, seconds)
        case (str() as id, "raised", *fields) if id == call:
            names = Raised.__struct_fields__
            if len(fields) == len(names):
                return _inert(dict(zip(names, fields, strict=True)))
    raise ProtocolError("it is no answer to this call")


def _inert(fields: dict[str, Any]) -> Raised:
    try:
        raised = msgspec.convert(fields, Raised)
    except msgspec.ValidationError as error:
        raise ProtocolError(str(error)) from None
    return msgspec.structs.replace(
        raised,
        error=one_line(raised.error, 100),
        message=one_line(raised.message),
        file=one_line(raised.file, 100),
    )


def one_line(text: str, length: int = 400) -> str:
    """Untrusted text as one printable line: control characters escaped, the rest cut off."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[:length])
    return shown + ("..." if len(text) > length else "")
