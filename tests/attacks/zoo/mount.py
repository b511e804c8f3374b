"""Becomes root in namespaces of its own and mounts a disk in memory, where it could write."""
import ctypes

NEW_USER_AND_MOUNT = 0x10020000
libc = ctypes.CDLL(None)
libc.unshare(NEW_USER_AND_MOUNT)
for place in (b"/usr/lib", b"/lib", b"/tmp"):
    if libc.mount(b"none", place, b"tmpfs", 0, None) == 0:
        libc.umount2(place, 2)
        LOOT.append(place)
if libc.syscall(430, b"tmpfs", 0) >= 0:  # fsopen
    LOOT.append("fsopen")
