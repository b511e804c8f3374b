"""seccomp: the list of system calls that a locked worker may still make.

Whatever is not listed fails: known calls with EPERM, unknown ones with ENOSYS, so that a newer
libc falls back to what it did before. Nothing listed opens a socket or a process, or reaches another
one; a file is opened for writing only where there is a scratch, outside of which Landlock and the
mounts refuse it.
"""

import ctypes
import errno
import os
import struct

from autograder.linux.syscalls import machine, numbers, syscall
from autograder.worker.sandbox.bpf import (
    ALLOW,
    CALL,
    KILL_PROCESS,
    MACHINE,
    answer,
    high_half,
    if_any_bit,
    if_at_least,
    if_equal,
    load,
    low_half,
    mask,
    refuse,
    unless_equal,
)

_ALLOWED = """
    read write readv writev pread64 close close_range lseek dup dup2 dup3 pipe pipe2 poll ppoll
    select pselect6 stat fstat lstat newfstatat statx access faccessat faccessat2 readlink
    readlinkat getdents64 getcwd umask mmap munmap mremap mprotect madvise brk rt_sigaction
    rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack pause alarm
    getitimer setitimer nanosleep gettimeofday time times
    msync futex set_robust_list rseq membarrier set_tid_address sched_yield getcpu
    arch_prctl restart_syscall getpid getppid gettid getpgrp getuid geteuid getgid
    getegid getresuid getresgid getgroups getrlimit getrusage sysinfo getrandom exit exit_group
"""
_IN_A_SCRATCH = """
    pwrite64 pwritev ftruncate truncate fallocate fsync fdatasync mkdir mkdirat rmdir unlink unlinkat
    rename renameat chdir fchdir chmod fchmodat
"""  # not fchmod: a worker holds descriptors that were opened outside
_ABSENT = ("openat2", "clone3")  # libc falls back to calls whose arguments a filter can read

_AUDIT_MACHINE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000  # the third set of numbers on x86_64

_O_WRITABLE = 0o3  # O_WRONLY | O_RDWR
_O_CHANGING = 0o100 | 0o1000 | 0x400000  # O_CREAT, O_TRUNC, O_TMPFILE
_O_NAMELESS = 0x400000  # O_TMPFILE without O_DIRECTORY
_O_PATH = 0o10000000  # Landlock lets it open anything, as it reads nothing
_CLONE_THREAD = 0x10000
_CLONE_PROCESS_OR_NAMESPACE = 0x7E026080  # CLONE_VFORK, CLONE_PTRACE, CLONE_NEW*
_FCNTL = (0, 1, 2, 3, 4, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC
_IOCTL = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS FIONREAD FIONBIO FIONCLEX FIOCLEX
_MSG_OOB = 0x1
_AT_EMPTY_PATH = 0x1000
_CLOCK_OF_A_PROCESS = 1 << 31  # a negative number: it holds a process, or a descriptor
_PRCTL = (15, 16, 0x53564D41)  # PR_SET_NAME, PR_GET_NAME, PR_SET_VMA

_ALLOW = answer(ALLOW)
_REFUSE = refuse(errno.EPERM)


def install(cuda: bool = False, scratch: bool = False) -> None:
    """Bind every thread of this process to the list, for ever."""
    machine_name = machine()
    if machine_name is None:
        raise OSError(errno.ENOSYS, "system call numbers are not known on this machine")
    code = program(machine_name, os.getpid(), cuda, scratch)
    memory = ctypes.create_string_buffer(code, len(code))
    handle = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(memory))
    unsynchronised = syscall("seccomp", 1, 1, handle)  # SECCOMP_SET_MODE_FILTER, ..._FLAG_TSYNC
    if unsynchronised:
        raise OSError(errno.EBUSY, f"seccomp: thread {unsynchronised} has a filter of its own")


def program(machine: str, pid: int, cuda: bool = False, scratch: bool = False) -> bytes:
    """The filter for a process on a machine; `cuda` lets it write to opened devices."""
    call_numbers = numbers(machine)
    allowed_calls = _ALLOWED + _IN_A_SCRATCH if scratch else _ALLOWED
    unconditional = [name for name in allowed_calls.split() if name in call_numbers]
    rules = _rules(pid, cuda) | (_scratch_rules() if scratch else {})
    checked = {name: rule for name, rule in rules.items() if name in call_numbers}
    refused_calls = call_numbers.keys() - checked.keys() - set(unconditional) - set(_ABSENT)
    return b"".join(
        [
            load(MACHINE),
            unless_equal(_AUDIT_MACHINE[machine], answer(KILL_PROCESS)),  # such as int 0x80
            load(CALL),
            if_at_least(_X32, answer(KILL_PROCESS)),
            *(if_equal(call_numbers[name], _ALLOW) for name in unconditional),
            *(if_equal(call_numbers[name], rule) for name, rule in checked.items()),
            *(if_equal(call_numbers[name], _REFUSE) for name in sorted(refused_calls)),
            refuse(errno.ENOSYS),
        ]
    )


def _rules(pid: int, cuda: bool) -> dict[str, bytes]:
    """The calls that are allowed with some arguments only."""
    flags = _O_CHANGING | _O_PATH
    flags = flags if cuda else flags | _O_WRITABLE  # Landlock guards CUDA's opens
    clock = load(low_half(0)) + if_any_bit(_CLOCK_OF_A_PROCESS, _REFUSE) + _ALLOW
    own_process = _one_of(0, (0, pid), errno.EPERM)  # of others even that they exist is a leak
    return {
        "open": load(low_half(1)) + if_any_bit(flags, _REFUSE) + _ALLOW,
        "openat": load(low_half(2)) + if_any_bit(flags, _REFUSE) + _ALLOW,
        "clone": load(low_half(0))
        + mask(_CLONE_THREAD | _CLONE_PROCESS_OR_NAMESPACE)
        + if_equal(_CLONE_THREAD, _ALLOW)
        + _REFUSE,
        "kill": _one_of(0, (pid,), errno.EPERM),
        "tgkill": _one_of(0, (pid,), errno.EPERM),
        "getpgid": own_process,
        "getsid": own_process,
        "sched_getaffinity": own_process,
        "clock_gettime": clock,
        "clock_getres": clock,
        "clock_nanosleep": clock,
        "ioctl": _ALLOW if cuda else _one_of(1, _IOCTL, errno.ENOTTY),
        "fcntl": _one_of(1, _FCNTL, errno.EPERM),
        "prctl": _one_of(0, _PRCTL, errno.EPERM),
        "prlimit64": _null(2) + load(low_half(0)) + unless_equal(0, _REFUSE) + _ALLOW,
        # the channel only, and never out of band: that path of the kernel has been a way out
        "sendto": _null(4) + load(low_half(3)) + if_any_bit(_MSG_OOB, _REFUSE) + _ALLOW,
        "recvfrom": load(low_half(3)) + if_any_bit(_MSG_OOB, _REFUSE) + _ALLOW,
    }


def _scratch_rules() -> dict[str, bytes]:
    """The calls on files, where Landlock lets them write in a scratch only."""
    flag_check = if_any_bit(_O_NAMELESS | _O_PATH, _REFUSE) + _ALLOW
    no_attributes = refuse(errno.ENOTSUP)  # what `shutil.copy` takes for "there are none"
    attributes = ("listxattr", "llistxattr", "flistxattr", "getxattr", "lgetxattr", "fgetxattr")
    return {
        "open": load(low_half(1)) + flag_check,
        "openat": load(low_half(2)) + flag_check,
        # by path only: a worker holds descriptors that were opened outside
        "utimensat": load(low_half(1))
        + if_equal(0, _REFUSE)
        + load(low_half(3))
        + if_any_bit(_AT_EMPTY_PATH, _REFUSE)
        + _ALLOW,
        **dict.fromkeys(attributes, no_attributes),
    }


def _one_of(argument: int, values: tuple[int, ...], otherwise: int) -> bytes:
    allowed = b"".join(if_equal(value, _ALLOW) for value in values)
    return load(low_half(argument)) + allowed + refuse(otherwise)


def _null(argument: int) -> bytes:
    """Go on only where a pointer is null."""
    halves = (low_half(argument), high_half(argument))
    return b"".join(load(half) + unless_equal(0, _REFUSE) for half in halves)
