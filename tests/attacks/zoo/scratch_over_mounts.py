"""Mounts over its scratch, unmounts it, binds others into it: a mount namespace is its own."""
import contextlib
import ctypes

libc = ctypes.CDLL(None)
for number, result in enumerate(
    (
        libc.umount2(SCRATCH.encode(), 2),
        libc.mount(b"tmpfs", SCRATCH.encode(), b"tmpfs", 0, None),
        libc.mount(None, SCRATCH.encode(), None, 32, b"size=1g"),  # MS_REMOUNT
        libc.mount(b"/usr/lib", SCRATCH.encode(), None, 4096, None),
        libc.unshare(0x20000),
        libc.chroot(SCRATCH.encode()),
    )
    if SCRATCH
    else ()
):
    if result == 0:
        LOOT.append(number)
