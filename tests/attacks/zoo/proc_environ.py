"""Reads environment, command line and status, its own and its parent's, from /proc."""
import contextlib
import os
from pathlib import Path

for process in ("self", os.getppid()):
    for name in ("environ", "cmdline", "status", "auxv"):
        with contextlib.suppress(OSError):
            LOOT.append((process, name, len(Path(f"/proc/{process}/{name}").read_bytes())))
