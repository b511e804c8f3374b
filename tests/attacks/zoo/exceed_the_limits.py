"""Maps and opens more than a worker has: address space, shared memory, descriptors, a core."""
import contextlib
import mmap
import os
import resource

MAP_NORESERVE = 0x4000
with contextlib.suppress(OSError, ValueError):
    mmap.mmap(-1, 16 << 30, mmap.MAP_SHARED | MAP_NORESERVE).close()  # no page is touched
    LOOT.append("16 GiB of addresses")
if resource.getrlimit(resource.RLIMIT_CORE)[1] != 0:
    LOOT.append("a core dump")
opened = []
with contextlib.suppress(OSError):
    for _ in range(200):
        opened.append(os.open("/dev/null", os.O_RDONLY))
    LOOT.append(f"{len(opened)} descriptors")
for fd in opened:
    os.close(fd)
