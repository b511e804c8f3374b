"""Lets libraries write: torch.save, jit, NumPy, memory maps, sqlite, a zip, matplotlib."""
import contextlib
import os
import sqlite3
import zipfile

import numpy as np

path = "/tmp/left_by_write_by_libraries"
doors = (
    lambda: torch.save(torch.ones(2), path),
    lambda: torch._C.PyTorchFileWriter(path).write_end_of_file(),
    lambda: torch.from_file(path, shared=True, size=8),
    lambda: np.save(open(path, "wb"), np.ones(2)),
    lambda: np.memmap(path, "u1", "w+", shape=8),
    lambda: sqlite3.connect(path).execute("create table t (x)"),
    lambda: zipfile.ZipFile(path, "w").writestr("x", "x"),
)
for number, door in enumerate(doors):
    try:
        door()
        if not own(path):
            LOOT.append(number)
    except (OSError, RuntimeError, sqlite3.Error):
        pass
    with contextlib.suppress(OSError):
        os.unlink(path)
