"""Deletes a file and a folder, both made for it."""
import contextlib
import os

path = "/tmp/left_by_delete"
with contextlib.suppress(OSError):
    os.mkdir(path)
    os.close(os.open(f"{path}/file", os.O_CREAT, 0o600))
    os.remove(f"{path}/file")
    os.removedirs(path)
    if not own(path):
        LOOT.append(path)
