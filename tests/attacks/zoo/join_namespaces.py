"""Joins namespaces: its parent's, by /proc and by handle, and as root of its own, its own again."""
import contextlib
import ctypes
import os

NEW_USER, NEW_UTS = 0x10000000, 0x4000000
libc = ctypes.CDLL(None)
for kind in ("user", "mnt", "net", "pid", "uts"):
    with contextlib.suppress(OSError):
        if libc.setns(os.open(f"/proc/{os.getppid()}/ns/{kind}", os.O_RDONLY), 0) == 0:
            LOOT.append(kind)
for pid in (os.getppid(), os.getpid()):
    with contextlib.suppress(OSError):
        if libc.setns(os.pidfd_open(pid), NEW_UTS) == 0:
            LOOT.append(pid)
    libc.unshare(NEW_USER | NEW_UTS)
