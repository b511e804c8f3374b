"""Landlock: the kernel refuses this process every file that is not below a readable path or its scratch.

It also refuses TCP (ABI 4), device ioctls (5), and signals and abstract sockets to others (6), as
far as the kernel knows of them. AF_UNIX paths it does not cover: seccomp refuses all sockets.
"""

import os
import stat
import struct
from collections.abc import Iterable

from autograder.linux.syscalls import syscall
from autograder.worker.sandbox.descriptors import moved_high

_WRITE_FILE, _READ_FILE, _READ_DIR, _IOCTL_DEV = 1 << 1, 1 << 2, 1 << 3, 1 << 15
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_MOVE, _TRUNCATE = 1 << 13, 1 << 14
_FILES_AND_FOLDERS = (  # no links, pipes, sockets or devices, and nothing to execute
    _WRITE_FILE | _READ_FILE | _READ_DIR | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_FILE | _MOVE | _TRUNCATE
)  # fmt: skip
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # ABI -> how many rights on files it knows
_FILE_RIGHTS_NOW = 16  # from ABI 5
_BIND_AND_CONNECT = 0b11  # from ABI 4
_SIGNALS_AND_ABSTRACT_SOCKETS = 0b11  # from ABI 6
_NVIDIA = "/dev/nvidia"
_NULL = "/dev/null"


def landlock_abi() -> int:
    """The kernel's version of Landlock; `OSError` where it has none."""
    return syscall("landlock_create_ruleset", None, 0, 1)


def build_ruleset(readable: Iterable[str], writable: str = "") -> int:
    """A descriptor of rules that grant reading below these paths, and writing below one only.

    They hold for what is mounted further down, but not where a rule stands at a mount point.
    """
    abi = landlock_abi()
    handled = (1 << _FILE_RIGHTS.get(abi, _FILE_RIGHTS_NOW)) - 1
    network = _BIND_AND_CONNECT if abi >= 4 else 0
    scopes = _SIGNALS_AND_ABSTRACT_SOCKETS if abi >= 6 else 0
    attributes = struct.pack("QQQ", handled, network, scopes)
    ruleset = moved_high(syscall("landlock_create_ruleset", attributes, len(attributes), 0))
    for path in readable:
        _grant(ruleset, path, handled & _rights(path))
    if writable:
        _grant(ruleset, writable, handled & _FILES_AND_FOLDERS)
        _grant(ruleset, _NULL, handled & (_READ_FILE | _WRITE_FILE))
    return ruleset


def restrict(ruleset: int) -> None:
    """Bind this thread, and all it starts, to the rules for ever."""
    syscall("landlock_restrict_self", ruleset, 0)


def _grant(ruleset: int, path: str, rights: int) -> None:
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, fd)
        syscall("landlock_add_rule", ruleset, 1, rule, 0)
    finally:
        os.close(fd)


def _rights(path: str) -> int:
    mode = os.stat(path).st_mode  # noqa: PTH116 - a string is all that is needed
    if stat.S_ISDIR(mode):
        return _READ_FILE | _READ_DIR
    if stat.S_ISCHR(mode) and path.startswith(_NVIDIA):  # CUDA opens its devices for writing
        return _READ_FILE | _WRITE_FILE | _IOCTL_DEV
    return _READ_FILE
