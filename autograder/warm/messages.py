"""What a judge and the workers' zygote say to each other."""

import msgspec

from autograder.sandbox import Bounds


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
