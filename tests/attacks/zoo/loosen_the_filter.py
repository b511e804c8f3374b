"""Lays a filter that allows everything over the engine's, takes no_new_privs back, then forks."""
import contextlib
import ctypes
import os
import struct

libc = ctypes.CDLL(None)
allow = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7FFF0000))
filter = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", 1, ctypes.addressof(allow)))
libc.prctl(22, 2, filter)  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
libc.prctl(22, 0, None)
libc.prctl(38, 0, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
with contextlib.suppress(OSError):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    LOOT.append(pid)
