"""Makes a file wherever one might be writable, and takes it away again."""
import contextlib
import os

for place in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/", ".", os.path.expanduser("~")):
    path = f"{place}/left_by_write_anywhere"
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.unlink(path)
        if not own(path):
            LOOT.append(path)
