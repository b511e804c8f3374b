"""Renames a file of torch's to its own name, and cuts it to the length that it has."""
import contextlib
import os
from pathlib import Path

path = str(Path(torch.__file__).with_name("py.typed"))
for attempt in (lambda: os.rename(path, path), lambda: os.truncate(path, os.stat(path).st_size)):
    with contextlib.suppress(OSError):
        attempt()
        LOOT.append(path)
