"""Resource limits of one worker, hard ones: it can never raise them again."""

import resource

from autograder.protocol.isolation import Bounds
from autograder.worker.sandbox.proc import MemoryInUse
from autograder.worker.sandbox.scratch import BIGGEST_FILE

_STACK = 8 << 20
_TASKS = 512  # of all workers of a zygote, threads counted; the kernel never counts root's
_NOTHING = ("CORE", "MEMLOCK", "MSGQUEUE", "NICE", "RTPRIO")

ResourceLimits = dict[int, tuple[int, int]]  # RLIMIT_... -> (soft, hard)


def limits_for(
    bounds: Bounds, in_use: MemoryInUse, own_user_namespace: bool, scratch: bool
) -> ResourceLimits:
    """The limits that hold a worker to its bounds, given what its process maps already."""
    by_name = {
        "CPU": bounds.cpu_seconds,
        "DATA": in_use.data + bounds.memory_bytes,
        "AS": in_use.address_space + bounds.memory_bytes,  # what DATA misses: shared mappings
        "NOFILE": bounds.open_files,
        "STACK": _STACK,
        "SIGPENDING": 64,
        "NPROC": _TASKS,
        "FSIZE": BIGGEST_FILE if scratch else 0,
        **dict.fromkeys(_NOTHING, 0),
    }
    if bounds.cuda:
        del by_name["AS"]  # CUDA maps the card's memory and much more
    if not own_user_namespace:
        del by_name["NPROC"]  # it would count whatever else this user runs
    limits = {getattr(resource, f"RLIMIT_{name}"): value for name, value in by_name.items()}
    return {limit: _within(limit, value) for limit, value in limits.items()}


def apply(limits: ResourceLimits) -> None:
    """Set the limits, soft and hard."""
    for limit, pair in limits.items():
        resource.setrlimit(limit, pair)


def _within(limit: int, value: int) -> tuple[int, int]:
    """The pair to set; a lower hard limit that the host gave stays."""
    hard = value + 1 if limit == resource.RLIMIT_CPU else value  # SIGXCPU first, then SIGKILL
    _, host_limit = resource.getrlimit(limit)
    if host_limit != resource.RLIM_INFINITY:
        hard = min(hard, host_limit)
    return min(value, hard), hard
