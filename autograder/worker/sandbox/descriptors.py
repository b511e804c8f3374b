"""Descriptors of a process: shared ones get high numbers, and a worker closes what it must not have."""

import fcntl
import os
from collections.abc import Iterable

_HIGH = 200  # above what callers number by hand: 0, 1, 2 and the channel


def opened_high(path: str, flags: int) -> int:
    """Open a path at a descriptor number that nobody counts on."""
    return moved_high(os.open(path, flags | os.O_CLOEXEC))


def moved_high(fd: int) -> int:
    """Give a descriptor a high number."""
    high = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    os.close(fd)
    return high


def close_all_but(keep: Iterable[int]) -> None:
    """Close every descriptor of this process that is not among those to keep."""
    start = 0
    for fd in sorted(set(keep)):
        if fd > start:  # an empty range at 0 would close everything
            os.closerange(start, fd)
        start = fd + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))
