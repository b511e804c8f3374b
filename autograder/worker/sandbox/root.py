"""A root of its own for a process in its own mount namespace: a few readable paths, nothing else.

The root is an empty, read-only tmpfs with read-only binds, and an empty folder that a worker may mount
its scratch over. There is no /proc in it and nothing can be written.
"""

import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path

from autograder.linux.syscalls import syscall
from autograder.worker.sandbox.paths import outermost
from autograder.worker.sandbox.scratch import make_place

_NOSUID, _NODEV, _NOEXEC, _BIND, _RECURSIVE, _PRIVATE = 2, 4, 8, 4096, 1 << 14, 1 << 18
_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_ATTR_READ_ONLY, _ATTR_NOSUID, _ATTR_NODEV = 1, 2, 4
_PLACES = ("/tmp", "/var/tmp", "/mnt", "/media", "/dev")  # noqa: S108 - only mounted over


def enter_root(readable: Iterable[str]) -> None:
    """Make the readable paths, and an empty place for a scratch, all that this process sees."""
    syscall("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    # Opened first: the new root may be mounted over one of them.
    sources = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in outermost(readable)}
    root = _mount_empty_root()
    for path, fd in sources.items():
        _bind(fd, root + path)
        os.close(fd)
    make_place(root)
    _make_read_only(root, _ATTR_NOSUID | _ATTR_NODEV, recursive=False)
    os.chdir(root)
    syscall("pivot_root", b".", b".")  # the old root now lies over the new one
    syscall("umount2", b".", _DETACH)
    os.chdir("/")


def _mount_empty_root() -> str:
    root = next(place for place in _PLACES if Path(place).is_dir())
    options = b"size=64k,nr_inodes=1k,mode=755"
    syscall("mount", b"tmpfs", root.encode(), b"tmpfs", _NOSUID | _NODEV | _NOEXEC, options)
    return root


def _bind(fd: int, target: str) -> None:
    mode = os.fstat(fd).st_mode
    place = Path(target)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.mkdir() if stat.S_ISDIR(mode) else place.touch()
    # Recursive, as the kernel demands it where the host has mounted something further down.
    source = f"/proc/self/fd/{fd}".encode()
    syscall("mount", source, os.fsencode(target), None, _BIND | _RECURSIVE, None)
    nodev = 0 if stat.S_ISCHR(mode) else _ATTR_NODEV
    _make_read_only(target, _ATTR_NOSUID | nodev, recursive=True)


def _make_read_only(target: str, also: int, *, recursive: bool) -> None:
    attributes = struct.pack("QQQQ", _ATTR_READ_ONLY | also, 0, 0, 0)
    flags = _AT_RECURSIVE if recursive else 0
    path = os.fsencode(target)
    syscall("mount_setattr", _AT_FDCWD, path, flags, attributes, len(attributes))
