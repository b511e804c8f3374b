"""Makes a POSIX message queue, where a later hand-in could read what this one leaves."""
import ctypes
import os

libc, name = ctypes.CDLL(None), b"/left_by_message_queue"
if (fd := libc.mq_open(name, os.O_CREAT | os.O_RDWR, 0o600, None)) >= 0:
    libc.mq_unlink(name)
    os.close(fd)
    LOOT.append(name)
