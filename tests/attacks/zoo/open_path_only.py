"""Opens with O_PATH, which reads nothing and so needs no right to read, and looks at the size."""
import contextlib
import os

for path in ("/etc/passwd", "/etc/shadow", "/home", "/proc/1/environ"):
    with contextlib.suppress(OSError):
        fd = os.open(path, os.O_PATH)
        LOOT.append((path, os.fstat(fd).st_size))
        os.close(fd)
