"""Gives up every capability for good, and every way to gain one by running a program."""

import ctypes
import errno
import signal
import struct

from autograder.linux.syscalls import prctl, syscall

PR_SET_PDEATHSIG, PR_GET_PDEATHSIG, PR_SET_DUMPABLE = 1, 2, 4
_PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_GET_NO_NEW_PRIVS = 24, 38, 39
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_HEADER = struct.pack("Ii", 0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this thread
_SETS = 24  # bytes: effective, permitted, inheritable; two words each


def guard_process() -> None:
    """Close this process's memory to others, and end it when its parent ends."""
    prctl(PR_SET_DUMPABLE, 0)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def drop_privileges() -> None:
    """Set no_new_privs and empty the ambient, bounding, permitted and effective sets."""
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    _drop_bounding_set()
    syscall("capset", _HEADER, bytes(_SETS))


def privileges_left() -> str:
    """What is left of them, or nothing; to be asked before seccomp forbids to ask."""
    sets = ctypes.create_string_buffer(_SETS)
    syscall("capget", _HEADER, ctypes.addressof(sets))
    if any(sets.raw):
        return "capabilities are left"
    return "" if prctl(_PR_GET_NO_NEW_PRIVS) == 1 else "a program could still gain privileges"


def _drop_bounding_set() -> None:
    for capability in range(64):
        try:
            prctl(_PR_CAPBSET_DROP, capability)
        except OSError as error:
            # EINVAL: past the last one. EPERM: no right to; with no_new_privs the set is moot.
            if error.errno in (errno.EINVAL, errno.EPERM):
                return
            raise
