"""Forks by clone3, whose flags lie in memory, where a filter cannot look."""
import ctypes
import os
import struct

SIGCHLD = 17
arguments = ctypes.create_string_buffer(struct.pack("8Q", 0, 0, 0, 0, SIGCHLD, 0, 0, 0))
pid = ctypes.PyDLL(None).syscall(435, arguments, 64)
if pid == 0:
    os._exit(0)
if pid > 0:
    os.waitpid(pid, 0)
    LOOT.append(pid)
