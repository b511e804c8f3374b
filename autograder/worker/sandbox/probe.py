"""Tries from inside a locked worker what it must not be able to do.

Each probe returns what got through, or nothing. A probe changes nothing where it does get through.
"""

import errno
import fcntl
import mmap
import os
import resource
import socket
from collections.abc import Callable

from autograder.protocol.isolation import Bounds
from autograder.worker.sandbox.limits import ResourceLimits

_NOT_CALLED = (errno.EPERM, errno.ENOSYS)  # the kernel never looked at the arguments
_INIT = 1


def host_is_visible(zygote: int, own_tree: bool) -> str:
    """Namespaces: an own root without /proc, and a parent that belongs to an own process tree."""
    if os.path.lexists("/proc/self"):
        return "the host's files can be seen"
    is_child = own_tree and os.getppid() == zygote
    return "" if is_child else "the host's processes can be seen"


def files_are_open() -> str:
    """Landlock: the root itself exists everywhere and is never readable."""
    if not _is_refused(lambda: os.scandir("/").close(), (errno.EACCES,)):
        return "a folder outside can be listed"
    errnos = (errno.EACCES, errno.ENOENT)
    if not _is_refused(lambda: os.close(os.open("/etc/passwd", os.O_RDONLY)), errnos):
        return "a file outside can be read"
    return ""


def calls_get_through(scratch: bool) -> str:
    """seccomp: none of these calls may even start; with a scratch, other layers guard the files."""
    attempts: dict[str, Callable[[], object]] = {
        "a socket": lambda: socket.socket().close(),
        "a new process": _fork,
        "a program": lambda: os.execv("/nonexistent/program", ["program"]),
        "a program in memory": lambda: os.close(os.memfd_create("x")),
        "a link": lambda: os.link("/nonexistent/x", "/nonexistent/y"),
        "a signal to the parent": lambda: os.kill(os.getppid(), 0),
        "a signal to process 1": lambda: os.kill(_INIT, 0),
    }
    through = [name for name, attempt in attempts.items() if not _is_refused(attempt, _NOT_CALLED)]
    codes = (errno.EACCES, errno.EROFS) if scratch else _NOT_CALLED
    if not _is_refused(lambda: os.close(os.open(os.__file__, os.O_WRONLY)), codes):
        through.append("a file open for writing")
    return f"possible: {', '.join(through)}" if through else ""


def limits_give_way(limits: ResourceLimits, bounds: Bounds) -> str:
    """Limits: they read back as set, and descriptors and memory beyond them are refused."""
    if any(resource.getrlimit(limit) != pair for limit, pair in limits.items()):
        return "a limit is not the one that was set"
    if not _is_refused(lambda: _descriptor(bounds.open_files), (errno.EINVAL, errno.EMFILE)):
        return "more descriptors can be opened"
    excess = bounds.memory_bytes + mmap.PAGESIZE
    if not bounds.cuda and not _is_refused(lambda: mmap.mmap(-1, excess).close(), (errno.ENOMEM,)):
        return "more memory can be mapped"
    return ""


def _is_refused(attempt: Callable[[], object], codes: tuple[int, ...]) -> bool:
    try:
        attempt()
    except OSError as error:
        return error.errno in codes
    return False


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _descriptor(number: int) -> None:
    ends = os.pipe()
    try:
        os.close(fcntl.fcntl(ends[0], fcntl.F_DUPFD, number))
    finally:
        for end in ends:
            os.close(end)
