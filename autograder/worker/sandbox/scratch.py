"""A worker's scratch: a small file system in memory, its home and the only place it may write to.

Each worker mounts one in a mount namespace of its own, so no other process ever sees it and it ends
with the worker, however that ends. Nothing is executed from it, and nobody reads what is left there.
"""

import mmap
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from autograder.linux.syscalls import syscall

SIZE, INODES = 64 << 20, 1000  # bytes; files and folders
BIGGEST_FILE = 2 * SIZE  # as it may seem, with holes: one that fills the scratch is told so
_NEW_MOUNTS = 0x20000  # CLONE_NEWNS
_NOSUID, _NODEV, _NOEXEC = 2, 4, 8
FOLDER = "/worker"  # in the workers' own root, read-only; a rule of Landlock cannot stand at PLACE itself
PLACE = f"{FOLDER}/home"
_TMP = "/tmp"  # noqa: S108 - a name in the workers' own root
_CACHES = ("MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TORCH_HOME")


def make_place(root: str) -> None:
    """Make the folder to mount it over in a root, and `/tmp` another name for it where that is free."""
    Path(root + PLACE).mkdir(parents=True)
    if not Path(root + _TMP).exists():
        Path(root + _TMP).symlink_to(PLACE)


def mount_scratch() -> None:
    """Mount an empty one for this process alone, and go there."""
    syscall("unshare", _NEW_MOUNTS)
    options = f"size={SIZE},nr_inodes={INODES},mode=700".encode()
    flags = _NOSUID | _NODEV | _NOEXEC
    syscall("mount", b"tmpfs", PLACE.encode(), b"tmpfs", flags, options)
    os.chdir(PLACE)


def live_in_scratch() -> None:
    """Have Python and its libraries look for their home, their caches and a place for files here."""
    for name in _CACHES:  # all of them follow the home
        os.environ.pop(name, None)
    os.environ.update(HOME=PLACE, TMPDIR=PLACE)
    tempfile.tempdir = PLACE


def is_as_large_as_told() -> str:
    """What is wrong with its bounds, or nothing; to be asked before seccomp forbids to ask."""
    filesystem = os.statvfs(PLACE)
    if filesystem.f_blocks * filesystem.f_frsize != SIZE or filesystem.f_files != INODES:
        return "the scratch has other bounds than it was given"
    return ""


def gives_way() -> str:
    """What it lets through that it must not, or nothing; it is empty again afterwards."""
    path = Path(PLACE, ".probe")
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(fd, b"x")
        if _works(lambda: os.posix_fallocate(fd, 0, SIZE + mmap.PAGESIZE)):
            return "the scratch can hold more than it may"
        if _works(lambda: mmap.mmap(fd, 1, prot=mmap.PROT_READ | mmap.PROT_EXEC).close()):
            return "a file of the scratch can be executed"
    finally:
        os.close(fd)
        path.unlink()
    return ""


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True
