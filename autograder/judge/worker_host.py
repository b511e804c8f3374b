"""A judge's lines to the zygotes that fork its workers: one for each set of forbidden operators."""

import contextlib
import socket
from collections.abc import Sequence

import msgspec

from autograder.judge.workers import Disturbed, Worker
from autograder.protocol.isolation import Bounds
from autograder.protocol.workers import Dismiss, Ended, Join, Reap, Spawn, Spawned
from autograder.worker.ban import require_what_bans


class WorkerHost:
    """A judge's way to workers: a line of its own for each set of forbidden operators."""

    def __init__(self, requests: socket.socket) -> None:
        self.requests = requests
        self.lines: dict[tuple[str, ...], Line] = {}

    def spawn(self, bounds: Bounds, forbidden: tuple[str, ...] = ()) -> Worker:
        """A locked worker without these operators, probed and ready for its order."""
        if forbidden not in self.lines:
            require_what_bans(forbidden)  # the zygote would say so, too, to nobody who can tell
            self.lines[forbidden] = Line(self.requests, forbidden)
        return self.lines[forbidden].spawn(bounds)


class Line:
    """A judge's line to the zygote of the workers that lack some operators."""

    def __init__(self, requests: socket.socket, forbidden: tuple[str, ...]) -> None:
        judge_end, zygote_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket = judge_end
        message = msgspec.msgpack.encode(Join(forbidden))
        # no zygote: the first question finds that out
        with zygote_end, contextlib.suppress(OSError):
            socket.send_fds(requests, [message], [zygote_end.fileno()])

    def spawn(self, bounds: Bounds) -> Worker:
        """A locked worker, probed and ready for its order."""
        judge_end, worker_end = socket.socketpair()
        with worker_end:
            message, fds = self._ask(Spawn(bounds), [worker_end.fileno()])
        return Worker(self, judge_end, msgspec.msgpack.decode(message, type=Spawned).pid, fds[0])

    def dismiss(self, pid: int) -> None:
        """Have a worker killed."""
        with contextlib.suppress(OSError):  # no zygote, no workers
            self.socket.send(msgspec.msgpack.encode(Dismiss(pid)))

    def reap(self, pid: int) -> Ended:
        """How a dead worker ended."""
        return msgspec.msgpack.decode(self._ask(Reap(pid))[0], type=Ended)

    def _ask(self, request: Spawn | Reap, fds: Sequence[int] = ()) -> tuple[bytes, list[int]]:
        try:
            socket.send_fds(self.socket, [msgspec.msgpack.encode(request)], fds)
            answer, descriptors, _, _ = socket.recv_fds(self.socket, 4096, 1)
        except OSError:  # what a dead peer makes of a send
            answer, descriptors = b"", []
        if not answer:
            raise Disturbed("the workers' zygote was killed")
        return answer, descriptors
