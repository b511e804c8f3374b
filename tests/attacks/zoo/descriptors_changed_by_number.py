"""Changes files of the host by the descriptors that a worker holds: mode, times, owner, length, room."""
import contextlib
import stat

for fd in range(4):
    for number, change in enumerate(
        (
            lambda: os.fchmod(fd, stat.S_IMODE(os.fstat(fd).st_mode)),
            lambda: os.utime(fd),
            lambda: os.fchown(fd, -1, -1),
            lambda: os.truncate(fd, 0),
            lambda: os.posix_fallocate(fd, 0, 1),
            lambda: os.fchdir(fd),
        )
    ):
        with contextlib.suppress(OSError):
            change()
            LOOT.append((fd, number))
