"""Reads files that every Linux host has."""
import contextlib
from pathlib import Path

for path in ("/etc/passwd", "/etc/hostname", "/etc/resolv.conf", "/proc/version", "/proc/mounts"):
    with contextlib.suppress(OSError):
        LOOT.append((path, len(Path(path).read_bytes())))
