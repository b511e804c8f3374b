"""Asks the channel who is at its other end, and for a handle of that process."""
import ctypes
import os

SO_PEERCRED, SO_PEERPIDFD = 17, 77
libc = ctypes.CDLL(None)
buffer, size = ctypes.create_string_buffer(12), ctypes.c_uint(12)
for what in (SO_PEERCRED, SO_PEERPIDFD):
    if libc.getsockopt(3, 1, what, buffer, ctypes.byref(size)) == 0:
        LOOT.append((what, buffer.raw[:4].hex()))
