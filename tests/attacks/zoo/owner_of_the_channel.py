"""Has the kernel signal its parent whenever the channel has something to read."""
import contextlib
import fcntl
import os

F_SETSIG = 10
with contextlib.suppress(OSError):
    fcntl.fcntl(3, fcntl.F_SETOWN, os.getppid())
    fcntl.fcntl(3, F_SETSIG, 0)
    fcntl.fcntl(3, fcntl.F_SETOWN, 0)
    LOOT.append("the parent is its owner")
