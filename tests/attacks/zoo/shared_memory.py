"""Makes named shared memory by POSIX: what it leaves there others could read, and it stays."""
import contextlib
from multiprocessing import shared_memory
import _posixshmem
import os

with contextlib.suppress(OSError):
    os.close(_posixshmem.shm_open("/left_by_shared_memory", os.O_CREAT | os.O_RDWR, 0o600))
    _posixshmem.shm_unlink("/left_by_shared_memory")
    LOOT.append("shm_open")
with contextlib.suppress(OSError):
    block = shared_memory.SharedMemory("left_by_shared_memory", create=True, size=8)
    block.unlink()
    LOOT.append(block.name)
