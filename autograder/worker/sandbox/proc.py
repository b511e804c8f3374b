"""Facts about this process from /proc, also where no /proc is mounted any more.

A descriptor of the host's /proc is opened before the root changes; "self" below it means whoever
asks, so forks use it too. No student code may ever hold it: `lock_down` closes it.
"""

import functools
import os

import msgspec

from autograder.worker.sandbox.descriptors import opened_high


class MemoryInUse(msgspec.Struct, frozen=True):
    """What a process has mapped, in bytes, as RLIMIT_AS and RLIMIT_DATA count it."""

    address_space: int
    data: int


@functools.cache
def proc_directory() -> int:
    """A descriptor of /proc; the first call must come before the root changes."""
    return opened_high("/proc", os.O_PATH | os.O_DIRECTORY)


def task_count() -> int:
    """How many threads this process has."""
    fd = os.open("self/task", os.O_RDONLY | os.O_DIRECTORY, dir_fd=proc_directory())
    try:
        with os.scandir(fd) as tasks:
            return sum(1 for _ in tasks)
    finally:
        os.close(fd)


def measure_baseline() -> MemoryInUse:
    """What this process maps now; a worker asks again for itself, as forks inherit the lot."""
    fd = os.open("self/statm", os.O_RDONLY, dir_fd=proc_directory())
    try:
        pages = os.read(fd, 200).split()
    finally:
        os.close(fd)
    size = os.sysconf("SC_PAGESIZE")
    return MemoryInUse(int(pages[0]) * size, int(pages[5]) * size)
