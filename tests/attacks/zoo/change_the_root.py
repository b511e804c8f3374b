"""Leaves its root by chroot and pivot_root, as root in a namespace of its own."""
import contextlib
import ctypes
import os

NEW_USER_AND_MOUNT = 0x10020000
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}.get(os.uname().machine, -1)
libc = ctypes.CDLL(None)
libc.unshare(NEW_USER_AND_MOUNT)
if libc.syscall(PIVOT_ROOT, b"/usr", b"/usr/lib") == 0:
    LOOT.append("pivot_root")
with contextlib.suppress(OSError):
    os.chroot("/")  # any other would end its own imports
    LOOT.append("chroot")
