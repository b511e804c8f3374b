"""Makes what is no file: a folder, a named pipe, a device, a socket's node."""
import contextlib
import os
import stat

path = "/tmp/left_by_pipes_and_folders"
makers = (
    lambda: (os.mkdir(path), os.rmdir(path)),
    lambda: (os.mkfifo(path), os.unlink(path)),
    lambda: (os.mknod(path, stat.S_IFSOCK | 0o600), os.unlink(path)),
    lambda: (os.mknod(path, stat.S_IFREG | 0o600), os.unlink(path)),
)
for number, make in enumerate(makers):
    with contextlib.suppress(OSError):
        make()
        if not own(path) or number:  # a folder of its own it may make
            LOOT.append(number)
