"""Makes semaphores that processes share; libc keeps each in a file in /dev/shm."""
import contextlib
import multiprocessing

with contextlib.suppress(OSError):
    LOOT.append(repr(multiprocessing.get_context("fork").Semaphore()))
with contextlib.suppress(OSError):
    LOOT.append(repr(multiprocessing.get_context("fork").Value("i", 3)))
