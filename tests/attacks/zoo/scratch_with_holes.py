"""Makes files that are larger than they are: holes, room asked for in advance, a mapping of it."""
import contextlib
import mmap

fd = os.open(f"{SCRATCH}/holes", os.O_RDWR | os.O_CREAT) if SCRATCH else -1
for attempt in (
    lambda: os.truncate(fd, 1 << 40),
    lambda: os.posix_fallocate(fd, 0, 1 << 30),
    lambda: os.pwrite(fd, b"x", 1 << 40),
    lambda: mmap.mmap(fd, 4 << 30),
):
    with contextlib.suppress(OSError, ValueError):
        if SCRATCH:
            attempt()
            LOOT.append(os.fstat(fd).st_size)
