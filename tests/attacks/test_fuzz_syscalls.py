"""Every system call number inside a locked worker: refused or harmless, and the zygote lives on."""

import errno
import functools
import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from test_sandbox_filter import verdict

from autograder.linux.syscalls import machine, numbers
from autograder.worker.sandbox.bpf import ALLOW

TESTS = Path(__file__).resolve().parent.parent
CODE = f"""
import sys
sys.path[:0] = [{str(TESTS.parent)!r}, {str(TESTS)!r}, {str(TESTS / "attacks")!r}]
import sandbox_acts, syscall_sweep
sandbox_acts.ACTS = syscall_sweep.Acts()
from sandbox_zygote import serve
serve(sys.argv[1], [])
"""
NUMBERS = range(601)
HERE = str(machine())
IS_X86 = HERE == "x86_64"
# the kernel's own doors for its probes: no filter is asked, and outside a probe they do nothing
PROBES = (335, 336) if IS_X86 else ()
X32 = 0x40000000
HARMLESS = {"exit status 0", "exit status 255", "SIGALRM", "SIGSEGV", "SIGILL"}  # itself, that is
NO_ARGUMENTS = {"fork", "vfork", "setsid"}  # they would really do it, were they not refused
BOUNDS = {"cpu_seconds": 20, "memory_bytes": 512 << 20}


class Zygote:
    """The zygote of the sandbox's own tests; `worker` is what became of one of its workers."""

    def __init__(self, root):
        self.root = f"{root} root"
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", CODE, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"HOME": "/nonexistent"},
        )

    @functools.cached_property
    def scratch(self):
        """Whether its workers have one, as they do at level full."""
        return self.worker("call", 0, [])["level"] == "full"

    def worker(self, way, argument, calls, without=()):
        act = " ".join(map(str, (way, argument, *calls)))
        request = {"act": act, "without": list(without), "threads": 1, "bounds": BOUNDS}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def answers(self, way, argument, calls, without=()):
        """What each call returned to the one worker that made them all."""
        return dict(zip(calls, self.worker(way, argument, calls, without)["value"], strict=True))

    def status(self, way, argument, call):
        """How a worker ended that made one call and no other."""
        return self.worker(way, argument, [call])["status"]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(10)


@pytest.fixture(params=["own", "host"], scope="module")
def zygote(request):
    """With namespaces, as far as the host allows them; without."""
    zygote = Zygote(request.param)
    yield zygote
    getpid = numbers(HERE)["getpid"]
    assert zygote.answers("call", 0, [getpid])[getpid] > 0
    assert zygote.close() == 0


def expected(number, argument, scratch=False):
    """What the filter says, run by an interpreter, to a call with all arguments alike."""
    return verdict(HERE, number, *[argument] * 6, scratch=scratch)


def refused(argument, scratch=False):
    """The numbers that the filter refuses, with the error number that each of them must give."""
    called = [number for number in NUMBERS if number not in PROBES]
    answers = {number: expected(number, argument, scratch) for number in called}
    return {number: -(answer & 0xFFFF) for number, answer in answers.items() if answer != ALLOW}


def words(status):
    """How a worker ended, as a cell of a table."""
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"


@pytest.mark.parametrize("argument", [-1, 0, 1])
@pytest.mark.parametrize("way", ["call", "thread"])
def test_every_number_off_the_list_is_refused(zygote, way, argument):
    wanted = refused(argument, zygote.scratch)
    codes = {-errno.EPERM, -errno.ENOSYS, -errno.ENOTTY, -errno.ENOTSUP}
    assert set(wanted.values()) <= codes
    assert zygote.answers(way, argument, list(wanted)) == wanted
    assert len(wanted) > 480


def test_without_the_filter_the_kernel_would_have_answered_most_of_them(zygote):
    known = {n for name, n in numbers(HERE).items() if name not in NO_ARGUMENTS}
    asked = sorted(known & refused(-1).keys())
    answers = zygote.answers("call", -1, asked, without=["seccomp"])
    got_through = [n for n in asked if answers[n] not in (-errno.EPERM, -errno.ENOSYS)]
    assert len(got_through) > len(asked) // 2


@pytest.mark.parametrize("argument", [-1, 0])
def test_no_number_on_the_list_harms_more_than_its_worker(zygote, argument, report):
    allowed = [n for n in NUMBERS if n in PROBES or expected(n, argument, zygote.scratch) == ALLOW]
    ends = {number: zygote.status("call", argument, number) for number in allowed}
    names = {number: name for name, number in numbers(HERE).items()}
    codes = Counter(refused(argument, zygote.scratch).values())
    report.add(
        f"{zygote.root}: system calls 0 to {NUMBERS[-1]}, each argument {argument}",
        [
            ("allowed", str(len(allowed) - len(PROBES))),
            *((f"refused with {errno.errorcode[-code]}", str(codes[code])) for code in codes),
            *(
                (f"{names.get(n, 'a probe of the kernel')} ({n}) ends its worker", words(ends[n]))
                for n in allowed
                if ends[n]
            ),
        ],
    )
    assert 60 < len(allowed) < 120
    assert {words(status) for status in ends.values()} <= HARMLESS


GATES = {
    "x32": ("call", [X32 | number for number in NUMBERS]),
    "int 0x80": ("gate", list(range(470))),
    "numbers far away": ("call", [-1, -X32, X32 | 1 << 29, 1 << 31, (1 << 31) + 41, (1 << 32) - 1]),
}


@pytest.mark.parametrize("gate", GATES if IS_X86 else [])
def test_each_other_way_into_the_kernel_kills_its_worker(zygote, gate, long, report):
    way, calls = GATES[gate]
    some = calls if long or len(calls) < 20 else calls[:: len(calls) // 60]
    ends = Counter(words(zygote.status(way, -1, call)) for call in some)
    report.add(
        f"{zygote.root}: {gate}: {len(some)} numbers, a worker each",
        [(e, str(n)) for e, n in ends.items()],
    )
    assert ends == {"SIGSYS": len(some)}


def test_bits_above_a_number_change_nothing(zygote):
    wanted = {(7 << 32) + number: code for number, code in refused(-1, zygote.scratch).items()}
    assert zygote.answers("call", -1, list(wanted)) == wanted
