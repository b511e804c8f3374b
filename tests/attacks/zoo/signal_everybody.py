"""Sends signal 0 to its group, to everybody, and to every number near its own."""
import contextlib
import os

for pid in (0, -1, *(n for n in range(1, 400) if n != os.getpid())):
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        LOOT.append(pid)
