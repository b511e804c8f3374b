"""Reads from /proc what one process is and has used; every answer is None once it has ended."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

_TICKS = os.sysconf("SC_CLK_TCK")
_CPUCLOCK_SCHED = 2
T = TypeVar("T")


def pids() -> set[int]:
    """Every process of the machine."""
    return {int(name) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208 - 5 x faster


def parent(pid: int) -> int | None:
    """The process that forked it, or took it over."""
    return _if_alive(lambda: int(_stat(pid)[1]))


def leads_a_session(pid: int) -> bool:
    """Whether it has left the session of the process that forked it."""
    return _if_alive(lambda: os.getsid(pid)) == pid


def cpu_seconds(pid: int) -> float | None:
    """The processor time of all its threads; a clock counts nanoseconds, /proc only ticks."""
    return _if_alive(lambda: time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED))


def reaped_seconds(pid: int) -> float | None:
    """The processor time of the children that it has waited for."""
    return _if_alive(lambda: sum(map(int, _stat(pid)[13:15])) / _TICKS)


def private_mb(pid: int) -> float | None:
    """The memory that no other process shares, in MB of 2**20 bytes. Takes milliseconds."""
    return _if_alive(lambda: _private_mb(pid)) or None  # an ending process has none left


def pss_mb(pid: int) -> float | None:
    """Its memory, of shared pages its share, in MB of 2**20 bytes. Takes milliseconds."""
    return _if_alive(lambda: _smaps_mb(pid, "Pss:"))


def _private_mb(pid: int) -> float:
    return _smaps_mb(pid, "Private_")


def _smaps_mb(pid: int, kind: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024


def _stat(pid: int) -> list[str]:
    """The fields after the name, which may hold anything: state, parent, group, session, ..."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()


def _if_alive(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except OSError:  # ended: no such file, process or clock
        return None
