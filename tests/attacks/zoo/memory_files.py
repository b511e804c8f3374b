"""Makes files that live in memory only, past every limit on disk: memfd_create, memfd_secret."""
import contextlib
import ctypes
import os

with contextlib.suppress(OSError):
    LOOT.append(os.memfd_create("x"))
if (fd := ctypes.CDLL(None).syscall(447, 0)) >= 0:  # memfd_secret
    LOOT.append(fd)
