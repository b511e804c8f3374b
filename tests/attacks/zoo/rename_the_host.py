"""Gives the machine another name, and itself another domain."""
import contextlib
import ctypes
import socket

NEW_USER_AND_UTS = 0x14000000
libc = ctypes.CDLL(None)
if libc.unshare(NEW_USER_AND_UTS) == 0:  # its own name only, where this goes wrong
    with contextlib.suppress(OSError):
        socket.sethostname("mine")
        LOOT.append(socket.gethostname())
