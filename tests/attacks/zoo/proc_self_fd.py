"""Opens its own descriptors again through /proc/self/fd and /dev/fd, with more rights."""
import contextlib
import os

for place in ("/proc/self/fd", "/dev/fd", f"/proc/{os.getpid()}/fd"):
    for fd in range(10):
        for flags in (os.O_RDONLY | os.O_NONBLOCK, os.O_PATH, os.O_RDWR | os.O_NONBLOCK):
            with contextlib.suppress(OSError):
                os.close(os.open(f"{place}/{fd}", flags))
                LOOT.append((place, fd, flags))
