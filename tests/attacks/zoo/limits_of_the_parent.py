"""Reads the resource limits of its parent; who may read them may also set them."""
import contextlib
import os
import resource

with contextlib.suppress(OSError):
    LOOT.append(resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE))
