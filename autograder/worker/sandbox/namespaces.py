"""Own namespaces for all workers of a zygote: entered once, before the first worker is forked.

Inside there is no network, none of the host's processes, and no file but the readable ones. Where a
host does not allow it, the process stays as it is and the report says what was refused.
"""

import ctypes
import os
import select
import signal
import socket
from collections.abc import Collection
from typing import NoReturn

from autograder.errors import IsolationError
from autograder.linux.privileges import PR_GET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_PDEATHSIG
from autograder.linux.syscalls import prctl, reason, syscall
from autograder.worker.sandbox.descriptors import close_all_but
from autograder.worker.sandbox.proc import proc_directory
from autograder.worker.sandbox.root import enter_root

_FLAGS = {  # as /proc/self/ns calls them -> CLONE_NEW*
    "user": 0x10000000,
    "mnt": 0x20000,
    "net": 0x40000000,
    "ipc": 0x8000000,
    "uts": 0x4000000,
    "pid": 0x20000000,
}

_HOST_NAME = "worker"  # a new namespace keeps the host's, which may be somebody's


def enter_namespaces(
    readable: list[str], without: Collection[str] = frozenset()
) -> tuple[list[str], list[str]]:
    """Move on as process 1 of new namespaces; which were entered, and what is missing and why.

    The caller itself stays behind, waits and ends with the status of the process that returns.
    """
    previous = _memberships()
    if "namespaces" in without:
        return [], ["namespaces: left out"]
    refusal = _trial(readable)
    if refusal:
        return [], [f"namespaces: {refusal}"]
    try:
        _unshare()
        enter_root(readable)
        _continue_as_init()
    except OSError as error:  # the trial went well, so there is no way back to a usable process
        raise IsolationError(f"namespaces could not be entered: {reason(error)}") from error
    return _changed(previous), []


def _trial(readable: list[str]) -> str:
    """What refuses a throw-away process to enter, or nothing."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _try(readable, writer)
    os.close(writer)
    with os.fdopen(reader) as answer:
        refusal = answer.read()
    _, status = os.waitpid(pid, 0)
    return refusal or (f"a trial ended with status {status}" if status else "")


def _try(readable: list[str], tell: int) -> NoReturn:
    status = 1
    try:
        _unshare()
        enter_root(readable)
        unreadable = [path for path in readable if not os.access(path, os.R_OK)]
        if unreadable:
            raise PermissionError(0, "cannot be read inside", unreadable[0])
        status = _ended(_fork_and_leave())
    except OSError as error:
        os.write(tell, reason(error).encode())
    finally:
        os._exit(status)


def _fork_and_leave() -> int:
    """A process of the new process tree that has ended; forking is what a host may refuse."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return pid


def _unshare() -> None:
    """Leave the host's namespaces; this user alone exists in the new ones, under its own number."""
    user, group, dies_on = os.geteuid(), os.getegid(), _parent_death_signal()
    flags = sum(_FLAGS.values())
    syscall("unshare", flags)
    prctl(PR_SET_DUMPABLE, 1)  # or these files belong to root
    _write("setgroups", "deny")
    _write("uid_map", f"{user} {user} 1")
    _write("gid_map", f"{group} {group} 1")
    socket.sethostname(_HOST_NAME)
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_PDEATHSIG, dies_on)  # new credentials had cleared it


def _continue_as_init() -> None:
    """Fork; the child returns as process 1 of the new process tree and dies with its parent."""
    parent = os.pidfd_open(os.getpid())
    pid = os.fork()
    if pid:
        _stay_behind(pid)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    ended, _, _ = select.select([parent], [], [], 0)
    if ended:  # before this process could ask to die with it
        os._exit(1)
    os.close(parent)


def _stay_behind(pid: int) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    close_all_but(())  # only the child holds its ends of pipes and sockets
    os._exit(_ended(pid))


def _ended(pid: int) -> int:
    """Wait for a child; its exit status, as a shell counts signals."""
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code if code >= 0 else 128 - code


def _parent_death_signal() -> int:
    number = ctypes.c_int()
    prctl(PR_GET_PDEATHSIG, ctypes.addressof(number))
    return number.value


def _write(name: str, text: str) -> None:
    fd = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc_directory())
    try:
        os.write(fd, text.encode())
    except OSError as error:
        raise OSError(error.errno, f"{name}: {os.strerror(error.errno or 0)}") from None
    finally:
        os.close(fd)


def _memberships() -> dict[str, str]:
    proc = proc_directory()
    return {kind: os.readlink(f"self/ns/{kind}", dir_fd=proc) for kind in _FLAGS}


def _changed(previous: dict[str, str]) -> list[str]:
    current = _memberships()
    return [kind for kind in _FLAGS if current[kind] != previous[kind]]
