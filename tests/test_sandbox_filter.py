"""The seccomp filter for both machines, run by an interpreter of classic BPF."""

import errno
import struct

import pytest

from autograder.linux.syscalls import MACHINES, numbers
from autograder.worker.sandbox.bpf import ALLOW, KILL_PROCESS
from autograder.worker.sandbox.seccomp import program

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
REFUSE, ABSENT = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS
PID = 4242
THREAD = 0x3D0F00  # the flags of pthread_create
FORK = 0x1200011


def verdict(machine, call, *arguments, audit=None, **options):
    """What the filter for a machine answers to a call by name or number."""
    number = call if isinstance(call, int) else numbers(machine)[call]
    values = [a & 2**64 - 1 for a in (*arguments, *[0] * 6)][:6]
    data = struct.pack("IIQ6Q", number, audit or AUDIT[machine], 0, *values)
    code = list(struct.iter_unpack("HBBI", program(machine, PID, **options)))
    word, at = 0, 0
    while True:
        operation, yes, no, value = code[at]
        at += 1
        match operation:
            case 0x06:
                return value
            case 0x20:
                (word,) = struct.unpack_from("I", data, value)
            case 0x54:
                word &= value
            case 0x15:
                at += yes if word == value else no
            case 0x35:
                at += yes if word >= value else no
            case 0x45:
                at += yes if word & value else no


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        ("read", (), ALLOW),
        ("mprotect", (), ALLOW),
        ("exit_group", (), ALLOW),
        ("socket", (), REFUSE),
        ("execve", (), REFUSE),
        ("ptrace", (), REFUSE),
        ("memfd_create", (), REFUSE),
        ("bpf", (), REFUSE),
        ("seccomp", (), REFUSE),
        ("clone3", (), ABSENT),
        ("openat2", (), ABSENT),
        (999, (), ABSENT),
        ("openat", (-100, 1, 0o2000000), ALLOW),
        ("openat", (-100, 1, 1), REFUSE),
        ("openat", (-100, 1, 2), REFUSE),
        ("openat", (-100, 1, 0o100), REFUSE),
        ("openat", (-100, 1, 0o1000), REFUSE),
        ("openat", (-100, 1, 0x400000), REFUSE),
        ("clone", (THREAD,), ALLOW),
        ("clone", (FORK,), REFUSE),
        ("clone", (0x4111,), REFUSE),
        ("clone", (THREAD | 0x40000000,), REFUSE),
        ("clone", (0x10000000,), REFUSE),
        ("kill", (PID, 9), ALLOW),
        ("kill", (PID + 1, 0), REFUSE),
        ("kill", (-1, 9), REFUSE),
        ("kill", (0, 9), REFUSE),
        ("tgkill", (PID, 77, 9), ALLOW),
        ("tgkill", (1, 1, 9), REFUSE),
        ("prlimit64", (0, 7, 0, 1), ALLOW),
        ("prlimit64", (0, 7, 1 << 32, 0), REFUSE),
        ("prlimit64", (0, 7, 4096, 0), REFUSE),
        ("prlimit64", (1, 7, 0, 1), REFUSE),
        ("prctl", (15,), ALLOW),
        ("prctl", (4, 1), REFUSE),
        ("fcntl", (0, 1030), ALLOW),
        ("fcntl", (0, 8, 1), REFUSE),
        ("ioctl", (0, 0x541B), ALLOW),
        ("ioctl", (0, 0x5412), 0x50000 | errno.ENOTTY),
        ("sendto", (3, 1, 1, 0, 0, 0), ALLOW),
        ("sendto", (3, 1, 1, 0, 1 << 40, 16), REFUSE),
        ("sendto", (3, 1, 1, 0x4001, 0, 0), REFUSE),
        ("recvfrom", (3, 1, 1, 0x40, 0, 0), ALLOW),
        ("recvfrom", (3, 1, 1, 0x41, 0, 0), REFUSE),
    ],
)
def test_a_call_gets_the_same_answer_on_both_machines(machine, call, arguments, expected):
    assert verdict(machine, call, *arguments) == expected


def test_x86_64_refuses_the_old_calls_that_write_or_fork():
    for call, arguments in (("open", (1, 0o101)), ("creat", ()), ("fork", ()), ("vfork", ())):
        assert verdict("x86_64", call, *arguments) == REFUSE
    assert verdict("x86_64", "open", 1, 0) == ALLOW


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_of_another_machine_kill(machine):
    i386 = 0x40000003
    assert verdict(machine, "read", audit=i386) == KILL_PROCESS


def test_x32_calls_kill():
    assert verdict("x86_64", 0x40000000 | 39) == KILL_PROCESS


def test_cuda_may_open_devices_for_writing_but_create_nothing():
    assert verdict("x86_64", "openat", -100, 1, 2, cuda=True) == ALLOW
    assert verdict("x86_64", "openat", -100, 1, 0o102, cuda=True) == REFUSE
    assert verdict("x86_64", "ioctl", 3, 0xC020462A, cuda=True) == ALLOW
    assert verdict("x86_64", "socket", cuda=True) == REFUSE


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        ("openat", (-100, 1, 0o1101), ALLOW),
        ("openat", (-100, 1, 0o20200002), REFUSE),  # O_TMPFILE
        ("openat", (-100, 1, 0o10000000), REFUSE),  # O_PATH
        ("mkdirat", (), ALLOW),
        ("unlinkat", (), ALLOW),
        ("renameat", (), ALLOW),
        ("ftruncate", (), ALLOW),
        ("fchmodat", (), ALLOW),
        ("fchmod", (), REFUSE),
        ("fchown", (), REFUSE),
        ("renameat2", (), REFUSE),
        ("linkat", (), REFUSE),
        ("symlinkat", (), REFUSE),
        ("mknodat", (), REFUSE),
        ("memfd_create", (), REFUSE),
        ("utimensat", (-100, 4096, 0, 0), ALLOW),
        ("utimensat", (1, 0, 0, 0), REFUSE),
        ("utimensat", (1, 4096, 0, 0x1000), REFUSE),
        ("listxattr", (), 0x50000 | errno.ENOTSUP),
        ("socket", (), REFUSE),
        ("execve", (), REFUSE),
    ],
)
def test_a_scratch_opens_the_calls_on_files_by_path_and_no_others(
    machine, call, arguments, expected
):
    assert verdict(machine, call, *arguments, scratch=True) == expected
    if expected == ALLOW:
        assert verdict(machine, call, *arguments) == REFUSE


@pytest.mark.parametrize("machine", MACHINES)
def test_no_number_stands_twice_in_a_table(machine):
    table = numbers(machine)
    assert len(set(table.values())) == len(table) > 150


def test_an_unknown_machine_has_no_numbers():
    assert numbers(None) == {}
