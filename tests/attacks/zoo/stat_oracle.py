"""Asks whether a file exists that it may not read: names alone tell a lot."""

import os

for _path in ("/etc/hostname", "/etc/passwd", "/proc/self/stat"):
    try:
        LOOT.append(f"{_path} has {os.stat(_path).st_size} bytes")
    except OSError:
        pass
