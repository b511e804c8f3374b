"""Leaves a .pth file or a sitecustomize in site-packages, which every later Python would run."""
import contextlib
import os
import sysconfig

for place in {sysconfig.get_path("purelib"), sysconfig.get_path("stdlib")}:
    for name in ("left_by_start_up_file.pth", "left_by_start_up_file.py"):
        path = os.path.join(place, name)
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            os.unlink(path)
            LOOT.append(path)
