"""Asks for session, group and affinity of every process number, to count the others."""
import contextlib
import os

for pid in range(1, 400):
    for ask in (os.getsid, os.getpgid, os.sched_getaffinity):
        if pid != os.getpid():
            with contextlib.suppress(OSError):
                LOOT.append((ask.__name__, pid, str(ask(pid))))
