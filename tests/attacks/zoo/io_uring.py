"""Sets up io_uring, whose requests open files and sockets without a system call of their own."""
import ctypes
import os

fd = ctypes.CDLL(None).syscall(425, 1, ctypes.create_string_buffer(120))
if fd >= 0:
    LOOT.append(fd)
    os.close(fd)
