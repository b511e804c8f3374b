"""Locks a library's file, so that others would wait for it: flock, lockf, a lease."""
import contextlib
import fcntl
import os

fd = os.open(torch.__file__, os.O_RDONLY)
attempts = (
    lambda: fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB),
    lambda: fcntl.lockf(fd, fcntl.LOCK_SH | fcntl.LOCK_NB),
    lambda: fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK),
)
for number, attempt in enumerate(attempts):
    with contextlib.suppress(OSError):
        attempt()
        LOOT.append(number)
os.close(fd)
