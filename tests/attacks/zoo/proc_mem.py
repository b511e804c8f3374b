"""Reads memory through /proc: its own, and its parent's."""
import contextlib
import os

for process in ("self", os.getppid()):
    with contextlib.suppress(OSError), open(f"/proc/{process}/maps") as maps:
        start = int(maps.readline().split("-")[0], 16)
        memory = os.open(f"/proc/{process}/mem", os.O_RDONLY)
        LOOT.append((process, len(os.pread(memory, 8, start))))
        os.close(memory)
