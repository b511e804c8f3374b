"""What a judge and the workers' zygote say to each other."""

import os
import select
import signal
import socket

import msgspec

from autograder.protocol.isolation import Bounds


class Join(msgspec.Struct, frozen=True, tag=True):
    """A judge's own line comes as a descriptor along with this message.

    All workers that it will ask for on this line lack these operators.
    """

    forbidden: tuple[str, ...] = ()


class Spawn(msgspec.Struct, frozen=True, tag=True):
    """Fork a worker; its channel comes as a descriptor along with this message."""

    bounds: Bounds


class Reap(msgspec.Struct, frozen=True, tag=True):
    """Tell how a worker ended that has been killed or has hung up."""

    pid: int


class Dismiss(msgspec.Struct, frozen=True, tag=True):
    """Kill a worker and bury it some time; nobody asks how it ended."""

    pid: int


class Spawned(msgspec.Struct, frozen=True):
    """A worker's process id (in the zygote's namespace); the pidfd comes along."""

    pid: int


class Ended(msgspec.Struct, frozen=True):
    """A worker's wait status and the CPU seconds it used."""

    status: int
    cpu_seconds: float

    @property
    def killed(self) -> bool:
        """Whether SIGKILL ended it: whose, its status does not say."""
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == signal.SIGKILL


def hung_up(line: socket.socket) -> bool:
    """Whether nobody holds the other end any more: who was there has ended, or was killed."""
    poll = select.poll()
    poll.register(line, 0)
    return bool(poll.poll(0))
