"""Reads the CPU clocks of other processes: a clock's number may hold a process's."""
import contextlib
import os
import time

for pid in range(1, 400):
    if pid != os.getpid():
        with contextlib.suppress(OSError):
            LOOT.append((pid, time.clock_gettime(~pid << 3 | 2)))  # as clock_getcpuclockid does
