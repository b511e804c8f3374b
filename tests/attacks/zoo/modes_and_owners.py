"""Changes what Landlock does not guard: mode, owner, times, attributes; each to what it was."""
import contextlib
import os
from pathlib import Path

path = str(Path(torch.__file__).with_name("py.typed"))
before = os.stat(path)
attempts = (
    lambda: os.chmod(path, before.st_mode & 0o7777),
    lambda: os.chown(path, before.st_uid, before.st_gid),
    lambda: os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns)),
    lambda: (os.setxattr(path, "user.x", b"x"), os.removexattr(path, "user.x")),
)
for number, attempt in enumerate(attempts):
    with contextlib.suppress(OSError):
        attempt()
        LOOT.append(number)
