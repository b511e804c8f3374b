"""Asks for tools of kernel exploits: userfaultfd, performance counters, aio, epoll, eventfd."""
import ctypes
import os
import struct

libc = ctypes.CDLL(None)
USERFAULTFD, PERF = {"x86_64": (323, 298), "aarch64": (282, 241)}.get(os.uname().machine, (-1, -1))
software_clock = struct.pack("IIQQQQQ", 1, 112, 0, 0, 0, 0, 0x60) + bytes(64)  # user mode only
calls = ((USERFAULTFD, 1), (PERF, ctypes.create_string_buffer(software_clock), 0, -1, -1, 0))
for call in calls:
    if (fd := libc.syscall(*call)) >= 0:
        LOOT.append((call[0], fd))
        os.close(fd)
