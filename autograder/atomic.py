"""Files that are written whole or not at all, and what is left of a writer that was killed."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform != "win32":
    import fcntl

_PART = ".part"  # how the name of a file ends that is not whole yet


def sweep(folder: Path) -> None:
    """Remove what commands that were killed while they wrote have left; nobody locks it any more."""
    for aside in folder.glob(f".*{_PART}"):
        with suppress(OSError), aside.open("rb") as file:  # locked, gone, or not ours to remove
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            aside.unlink()


def replace_file(path: Path, content: bytes) -> None:
    """Write a file aside and move it into place, so that no half of it is ever seen."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes the place of `path` where the block ends without an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = _locked_aside(path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # the name must not reach the disk before what it names
            Path(aside).chmod(0o644)
            if sys.platform != "win32":
                Path(aside).replace(path)  # while it is locked
        if sys.platform == "win32":
            Path(aside).replace(path)  # where an open file cannot be moved, and nobody sweeps
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _locked_aside(folder: Path) -> tuple[int, str]:
    """A new file, locked for as long as it is open; another one where a sweep came in between."""
    while True:
        descriptor, aside = tempfile.mkstemp(dir=folder, prefix=".", suffix=_PART)
        if sys.platform == "win32":
            return descriptor, aside
        with suppress(OSError):  # a file system without locks; a sweep leaves such files alone
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return descriptor, aside
        os.close(descriptor)
