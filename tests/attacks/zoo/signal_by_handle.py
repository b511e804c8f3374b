"""Opens a handle of its parent and signals through it."""
import contextlib
import os
import signal

for pid in (os.getppid(), os.getpid()):
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(pid)
        signal.pidfd_send_signal(handle, 0)
        LOOT.append(pid)
