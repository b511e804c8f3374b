"""Leaves a process behind: forks twice, in a session of its own, and outlives its parent."""
import contextlib
import os
import time

with contextlib.suppress(OSError):
    if os.fork() == 0:
        with contextlib.suppress(OSError):
            os.setsid()
            if os.fork() == 0:
                time.sleep(1)
        os._exit(0)
    LOOT.append("a process that nobody waits for")
