"""Ties its parent and itself to processors: to one alone, everything would wait in line."""
import contextlib
import os

for pid in {os.getppid(), 0}:
    with contextlib.suppress(OSError):
        os.sched_setaffinity(pid, os.sched_getaffinity(pid))  # as it was
        LOOT.append(pid)
