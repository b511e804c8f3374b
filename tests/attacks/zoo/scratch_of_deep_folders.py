"""Digs folders into folders until there is no way on, stays in the last one and climbs for the root."""
import contextlib

with contextlib.suppress(OSError):
    while SCRATCH:
        os.mkdir("deeper" * 40)
        os.chdir("deeper" * 40)
with contextlib.suppress(OSError):
    LOOT.extend(os.listdir("../" * 1200) if SCRATCH else ())
