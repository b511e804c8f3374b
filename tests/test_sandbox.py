"""Hostile code in really locked workers: what it tries must fail, and honest work must not."""

import json
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attacks.traces import settled
from sandbox_acts import ATTEMPTS, CALLS, IN_A_SCRATCH, MEMORY, READS, ROOT

from autograder.linux.syscalls import MACHINES
from autograder.protocol.isolation import level_of
from autograder.worker import sandbox
from autograder.worker.sandbox.scratch import PLACE, SIZE

pytestmark = pytest.mark.slow

ROOTS = ("own", "host")  # with namespaces, as far as the host allows them; without
REFUSALS = ("EPERM", "EACCES", "ENOSYS", "EROFS")
NOT_THERE = {*READS, "write to /dev/shm", "shared memory"}  # in a root of its own
BOUNDS = {"cpu_seconds": 20, "memory_bytes": MEMORY}
CODE = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from sandbox_zygote import serve
serve(sys.argv[1], sys.argv[2:])
"""
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "HOME": "/nonexistent"}


class Zygote:
    def __init__(self, root, *modules):
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", CODE, root, *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )

    def ask(self, act, without=(), threads=1, **bounds):
        request = {"act": act, "without": list(without), "threads": threads}
        self.process.stdin.write(json.dumps({**request, "bounds": BOUNDS | bounds}) + "\n")
        self.process.stdin.flush()

    def run(self, act, **request):
        self.ask(act, **request)
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.stdout.read()  # to its end: until everyone who holds it is gone
        self.process.stdout.close()
        return self.process.wait(60)


@pytest.fixture(params=ROOTS, scope="module")
def zygote(request):
    zygote = Zygote(request.param)
    yield zygote
    zygote.close()


@pytest.fixture(params=ROOTS, scope="module")
def torch_zygote(request):
    zygote = Zygote(request.param, "torch", "numpy", "torch._dynamo")
    yield zygote
    zygote.close()


@pytest.fixture(scope="module")
def scratch():
    zygote = Zygote("own")
    if zygote.run("nothing")["level"] != "full":
        pytest.skip("this host allows no namespaces, and there is no scratch without them")
    yield zygote
    zygote.close()


@pytest.fixture
def zygote_to_end():
    zygote = Zygote("own")
    zygote.run("nothing")
    return zygote


# --------------------------------------------------------------------------------- the tests


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_is_refused(zygote, attempt):
    reply = zygote.run(attempt)
    if attempt in READS and reply["level"] in ("partial", "none"):
        return  # nothing on this host guards files, and the level says so
    assert reply["error"] in REFUSALS + (("ENOENT",) if attempt in NOT_THERE else ()), reply


@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_refused_before_it_starts(zygote, call):
    reply = zygote.run(f"call {call}")
    assert reply["error"] in ("EPERM", "ENOSYS"), reply


@pytest.mark.parametrize("way", ["x32", "int 0x80"] if platform.machine() == "x86_64" else [])
def test_another_way_into_the_kernel_kills(zygote, way):
    assert zygote.run(f"call {way}")["status"] == -signal.SIGSYS


@pytest.mark.parametrize("work", ["train", "calculate", "script"])
def test_honest_work_runs(torch_zygote, work):
    reply = torch_zygote.run(work, memory_bytes=2 << 30)
    assert reply["value"] is True, reply


@pytest.mark.parametrize("without", [[], ["landlock"], ["seccomp"], ["rlimits"]], ids=str)
def test_the_level_is_what_the_effects_say(zygote, without):
    effects = {
        "namespaces": zygote.run("sees the host", without=without)["value"] is False,
        "landlock": zygote.run("list the root", without=without)["error"] == "EACCES",
        "seccomp": zygote.run("netlink", without=without)["error"] == "EPERM",
        "rlimits": zygote.run("overfill", without=without)["error"] == "MemoryError",
    }
    effective = {layer for layer in effects if effects[layer]}
    reply = zygote.run("nothing", without=without)
    assert reply["level"] == level_of(effective | {"no_new_privs"})
    assert {name.split()[0] for name in reply["mechanisms"]} == effective
    assert {line.split(":")[0] for line in reply["missing"]} == effects.keys() - effective
    assert not effective & set(without)


@pytest.mark.parametrize(
    ("left_out", "level"),
    [
        ((), "full"),
        (("namespaces",), "strong"),
        (("no_new_privs",), "strong"),
        (("landlock",), "partial"),
        (("namespaces", "landlock"), "partial"),
        (("seccomp",), "none"),
        (("rlimits",), "none"),
    ],
    ids=str,
)
def test_a_level_needs_its_layers(left_out, level):
    layers = {"namespaces", "landlock", "seccomp", "rlimits", "no_new_privs"}
    assert level_of(layers - set(left_out)) == level


def test_an_endless_loop_ends_with_its_cpu_seconds(zygote):
    reply = zygote.run("burn", cpu_seconds=1)
    assert reply["status"] == -signal.SIGXCPU


def test_memory_beyond_the_bound_is_a_memory_error(zygote):
    assert zygote.run("overfill")["error"] == "MemoryError"


def test_a_scratch_is_there_where_everything_else_is(zygote):
    """At level full there is one; below, nothing can be written anywhere."""
    reply = zygote.run("save")
    if reply["level"] == "full":
        assert reply["value"] is True, reply
        assert zygote.run("here")["value"] == PLACE
    else:
        assert reply["error"] in REFUSALS
    for layer in ("landlock", "rlimits"):
        assert zygote.run("save", without=[layer])["error"] in REFUSALS


def test_a_scratch_is_empty_for_every_worker(scratch):
    assert [scratch.run("leave")["value"] for _ in range(3)] == [[], [], []]


def test_a_full_scratch_is_an_ordinary_error(scratch):
    assert scratch.run("fill")["error"] == "ENOSPC"
    assert SIZE - (1 << 20) <= scratch.run("fill and wait")["value"] <= SIZE
    assert scratch.run("many files")["error"] == "ENOSPC"
    assert scratch.run("a hole")["error"] == "EFBIG"


def test_what_a_scratch_held_is_freed_with_its_worker(scratch):
    def in_memory():
        lines = Path("/proc/meminfo").read_text().splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Shmem:"))

    before, namespaces = in_memory(), mount_namespaces()
    for _ in range(8):
        assert scratch.run("fill and wait")["status"] == 0
    assert settled(lambda: in_memory() < before + SIZE)
    assert settled(lambda: len(mount_namespaces()) <= len(namespaces))


@pytest.mark.parametrize("act", IN_A_SCRATCH)
def test_a_scratch_holds_files_and_folders_only(scratch, act):
    assert scratch.run(act)["error"] in ("EPERM", "EACCES")


def mount_namespaces():
    def namespace(place):
        try:
            return str(Path(place).readlink())
        except OSError:  # it ended, or is not ours to look at
            return ""

    return {namespace(f"{place}/ns/mnt") for place in Path("/proc").glob("[0-9]*")}


def test_a_locked_worker_holds_its_channel_only(zygote):
    descriptors = zygote.run("open descriptors")["value"]
    assert len(descriptors) == 2
    assert 1 in descriptors


def test_a_process_with_two_threads_is_not_locked(zygote):
    assert zygote.run("nothing", threads=2)["error"] == "IsolationError"


def test_a_host_that_refuses_namespaces_is_told_and_used_as_it_is():
    zygote = Zygote("refused")
    reply = zygote.run("nothing")
    zygote.close()
    layers = {name.split()[0] for name in reply["mechanisms"]}
    assert "namespaces" not in layers
    assert reply["missing"][0].startswith("namespaces: unshare: ")
    assert reply["level"] == level_of(layers | {"no_new_privs"})


def test_killing_what_stayed_behind_kills_the_workers(zygote_to_end):
    zygote_to_end.ask("sleep")
    time.sleep(0.2)
    zygote_to_end.process.kill()
    before = time.monotonic()
    zygote_to_end.close()
    assert time.monotonic() - before < 30  # the act sleeps for 60


def test_what_stayed_behind_ends_as_the_zygote_did(zygote_to_end):
    zygote_to_end.ask("quit")
    assert zygote_to_end.close() == 7


def test_readable_paths_hold_no_project():
    paths = [Path(path) for path in sandbox.readable_paths()]
    assert all(path.exists() for path in paths)
    assert not set(paths) & {ROOT, *ROOT.parents, Path(sys.prefix), Path(sys.base_prefix)}
    assert not any(a in b.parents for a in paths for b in paths)


def test_a_layer_that_does_not_exist_cannot_be_left_out():
    with pytest.raises(ValueError, match="no such layer: landlok"):
        sandbox.prepare([], [], [], {"landlok"})


def test_this_machine_has_numbers():
    assert platform.machine() in MACHINES
