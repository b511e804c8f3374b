"""Opens its own descriptors again through /proc/self/fd and /dev/fd, with more rights.

Some of them are /dev/null, which it may read under its own name: to read it is no gain.
"""
import contextlib
import os

null = os.stat("/dev/null").st_ino
for place in ("/proc/self/fd", "/dev/fd", f"/proc/{os.getpid()}/fd"):
    for fd in range(10):
        for flags in (os.O_RDONLY | os.O_NONBLOCK, os.O_PATH, os.O_RDWR | os.O_NONBLOCK):
            with contextlib.suppress(OSError):
                again = os.open(f"{place}/{fd}", flags)
                if os.fstat(again).st_ino != null or flags != os.O_RDONLY | os.O_NONBLOCK:
                    LOOT.append((place, fd, flags))
                os.close(again)
