"""Sets priorities: its parent's, its own, and how it is scheduled."""
import contextlib
import os

attempts = (
    lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), os.getpriority(os.PRIO_PROCESS, os.getppid())),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, 1),
    lambda: os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0)),
    lambda: os.nice(1),
)
for attempt in attempts:
    with contextlib.suppress(OSError):
        LOOT.append(attempt())
