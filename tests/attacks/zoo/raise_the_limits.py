"""Raises its own limits, soft and hard: memory, CPU seconds, files, sizes."""
import contextlib
import resource

for name in ("AS", "DATA", "CPU", "NOFILE", "FSIZE", "NPROC", "CORE", "STACK", "MSGQUEUE"):
    with contextlib.suppress(OSError, ValueError):
        which = getattr(resource, f"RLIMIT_{name}")
        resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        LOOT.append(name)
