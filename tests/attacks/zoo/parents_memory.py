"""Reads the memory of its parent, whose objects lie where its own do, by process_vm_readv."""
import ctypes
import os
import struct

libc = ctypes.CDLL(None)
place = ctypes.create_string_buffer(8)
ours = struct.pack("QQ", ctypes.addressof(place), 8)
theirs = struct.pack("QQ", id(None), 8)  # a fork has its objects where its parent had them
if libc.process_vm_readv(os.getppid(), ours, 1, theirs, 1, 0) > 0:
    LOOT.append(place.raw.hex())
