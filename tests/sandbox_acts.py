# Hostile code calls os itself, and each act imports inside the worker, as a hand-in does:
# ruff: noqa: PLC0415, PTH101, PTH102, PTH104, PTH103, PTH108, PTH109, PTH116, PTH120,
# ruff: noqa: PTH123, PTH202, PTH208, PTH211
"""What the locked workers of `test_sandbox.py` do: hostile attempts, honest work, observations.

No attempt does harm where a sandbox fails to stop it.
"""

import ctypes
import mmap
import os
import platform
import resource
import signal
import socket
import subprocess
import threading
import time
from multiprocessing import shared_memory
from pathlib import Path

from autograder.linux.syscalls import numbers, syscall

ROOT = Path(__file__).resolve().parent.parent
MEMORY = 512 << 20  # bytes that a worker may use, if a test says nothing else
OUTSIDE = ("/etc/passwd", __file__, "/proc/self/environ", "/proc/1/environ")
NOWHERE = "/nonexistent/x"
LIBRARY = os.path.dirname(os.__file__)  # a place that can be read
NEW = f"{LIBRARY}/made_by_a_test"

# ------------------------------------------------------------------- what hostile code tries


def write(path, flags=os.O_WRONLY | os.O_CREAT):
    return lambda: os.open(path, flags)


def connect(family, kind, address):
    return lambda: socket.socket(family, kind).connect(address)


READS = {
    **{f"read {path}": (lambda path=path: Path(path).read_bytes()) for path in OUTSIDE},
    "list the root": lambda: os.listdir("/"),
    "list the project": lambda: os.listdir(ROOT),
    "list home": lambda: os.listdir(Path.home()),
}
ATTEMPTS = {
    **READS,
    **{f"write to {place}": write(f"{place}/x") for place in ("", "/dev/shm", LIBRARY, "/worker")},
    "write over the standard library": write(os.__file__, os.O_WRONLY),
    "append to the standard library": write(os.__file__, os.O_RDWR | os.O_APPEND),
    "write a file without a name": write("/usr/lib", os.O_RDWR | 0o20000000 | os.O_DIRECTORY),
    "make a folder": lambda: os.mkdir(NEW),
    "make a pipe": lambda: os.mkfifo(NEW),
    "make a symbolic link": lambda: os.symlink("/etc/passwd", NEW),
    "make a hard link": lambda: os.link(os.__file__, NEW),
    "delete": lambda: os.unlink(NEW),
    "rename": lambda: os.rename(os.__file__, os.__file__),
    "truncate": lambda: os.truncate(os.__file__, os.stat(os.__file__).st_size),
    "change a mode": lambda: os.chmod(os.__file__, os.stat(os.__file__).st_mode & 0o7777),
    "change the mode of a descriptor": lambda: os.fchmod(1, 0o600),
    "change the times of a descriptor": lambda: os.utime(1),
    "TCP": connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 22)),
    "TCP over IPv6": connect(socket.AF_INET6, socket.SOCK_STREAM, ("::1", 22)),
    "UDP": connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 53)),
    "a socket's path": connect(socket.AF_UNIX, socket.SOCK_STREAM, "/run/x"),
    "an abstract socket": connect(socket.AF_UNIX, socket.SOCK_STREAM, "\0x"),
    "netlink": lambda: socket.socket(16, socket.SOCK_RAW),
    "a socket pair": socket.socketpair,
    "fork": os.fork,
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "start a program": lambda: subprocess.run(["/bin/true"], check=False),
    "signal the parent": lambda: os.kill(os.getppid(), 0),
    "signal process 1": lambda: os.kill(1, 0),
    "signal everybody": lambda: os.kill(-1, 0),
    "signal the group": lambda: os.killpg(0, 0),
    "shared memory": lambda: shared_memory.SharedMemory(create=True, size=10),
    "raise a limit": lambda: os.nice(-5),
}
CALLS = {  # raw: refused before the kernel looks at the arguments
    "vfork": (),
    "clone": (int(signal.SIGCHLD), 0, 0, 0, 0),
    "clone3": (0, 0),
    "ptrace": (16, 1, 0, 0),
    "process_vm_readv": (1, 0, 0, 0, 0, 0),
    "process_vm_writev": (1, 0, 0, 0, 0, 0),
    "pidfd_open": (1, 0),
    "tkill": (1, 0),
    "tgkill": (1, 1, 0),
    "rt_sigqueueinfo": (1, 0, 0),
    "memfd_create": (b"x", 0),
    "memfd_secret": (0,),
    "shmget": (0, 4096, 0o1600),
    "mq_open": (b"x", 0o102, 0o600, 0),
    "io_uring_setup": (1, bytes(120)),
    "userfaultfd": (1,),
    "perf_event_open": (bytes(128), 0, -1, -1, 0),
    "bpf": (0, bytes(72), 72),
    "add_key": (b"user", b"x", b"x", 1, -3),
    "keyctl": (0, -3, 0),
    "unshare": (0x10000000,),
    "setns": (0, 0),
    "mount": (b"none", b"/nonexistent", b"tmpfs", 0, None),
    "umount2": (b"/nonexistent", 2),
    "pivot_root": (b"/nonexistent", b"/nonexistent"),
    "chroot": (b"/usr/lib",),
    "open_by_handle_at": (0, 0, 0),
    "openat2": (-100, b"/", bytes(24), 24),
    "setrlimit": (int(resource.RLIMIT_CPU), bytes(16)),
    "prlimit64": (0, int(resource.RLIMIT_CPU), bytes(16), None),
    "prctl": (4, 1, 0, 0, 0),
    "setuid": (0,),
    "capset": (bytes(8), bytes(24)),
    "seccomp": (2, 0, 0),
    "personality": (0x40000,),
    "mlockall": (3,),
}
CALLS = {name: CALLS[name] for name in CALLS if name in numbers(platform.machine())}


def machine_code(code):
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(bytes.fromhex(code))
    ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()


# --------------------------------------------------------------------- what honest code does


def train():
    import torch

    torch.set_num_threads(2)
    torch.manual_seed(0)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(3, 16, 3), torch.nn.BatchNorm2d(16), torch.nn.ReLU(), torch.nn.Flatten()
    )
    net.append(torch.nn.Linear(16 * 30 * 30, 10))
    optimizer = torch.optim.Adam(net.parameters())
    losses = []
    for _ in range(4):
        x, y = torch.ones(8, 3, 32, 32), torch.arange(8)
        loss = torch.nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[-1] < losses[0]


def calculate():
    import dataclasses
    import fractions
    import random
    import re
    import wave

    import numpy as np
    import torch

    ones = np.linalg.solve(np.eye(60) * 2, np.full(60, 2.0))
    torch.linalg.inv(torch.eye(60))
    time.sleep(0.001)
    thread = threading.Thread(target=time.time)
    thread.start()
    thread.join()
    late = (dataclasses, fractions, wave, re.compile("a|b"), random.random(), os.urandom(4))
    return float(ones.sum()) == 60.0 and all(x is not None for x in late)


def script():
    import linecache

    import torch

    source = "def twice(x):\n    return x * 2\n"
    linecache.cache["<handin>"] = (len(source), None, source.splitlines(True), "<handin>")
    names = {"__name__": "handin"}
    exec(compile(source, "<handin>", "exec"), names)
    return torch.jit.script(names["twice"])(torch.ones(2)).tolist() == [2.0, 2.0]


# --------------------------------------------------------------------- what can be observed


def burn():
    while True:
        pass


def overfill():
    return len(bytearray(MEMORY + (1 << 20)))


def open_descriptors():
    def is_open(fd):
        try:
            os.fstat(fd)
        except OSError:
            return False
        return True

    return [fd for fd in range(1024) if is_open(fd)]


# -------------------------------------------------------------------------------- the scratch


def here():
    return os.getcwd()


def fill():
    written = 0
    with open("full", "wb", 0) as file:
        while True:
            written += file.write(bytes(1 << 20))


def fill_and_wait():
    try:
        fill()
    except OSError:
        return os.path.getsize("full")


def many_files():
    for number in range(2000):
        Path(f"{number}").touch()


def leave():
    found = os.listdir(".")
    Path("left").write_text("x")
    os.makedirs("a/b")
    return found


def save():
    Path("a/b").mkdir(parents=True)
    Path("a/b/x").write_text("kept")
    Path("a/b/x").rename("a/y")
    return Path("a/y").read_text() == "kept" and Path("/tmp/a/y").exists()


def execute():
    Path("x").write_bytes(bytes(mmap.PAGESIZE))
    with open("x", "rb") as file:
        mmap.mmap(file.fileno(), mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_EXEC)


SCRATCH = {
    "a pipe": lambda: os.mkfifo("x"),
    "a device": lambda: os.mknod("x", 0o20600, os.makedev(1, 3)),
    "a symbolic link": lambda: os.symlink("/etc/passwd", "x"),
    "a hard link": lambda: os.link(os.__file__, "x"),
    "a file without a name": lambda: os.open(".", os.O_TMPFILE | os.O_RDWR),
    "executable memory": execute,
    "a path only": lambda: os.open(".", os.O_PATH),
}
IN_A_SCRATCH = {f"scratch: {name}": act for name, act in SCRATCH.items()}
ACTS = {
    "here": here,
    "fill": fill,
    "fill and wait": fill_and_wait,
    "many files": many_files,
    "leave": leave,
    "save": save,
    "a hole": lambda: os.truncate(os.open("x", os.O_CREAT | os.O_RDWR), 1 << 40),
    **IN_A_SCRATCH,
    **ATTEMPTS,
    **{f"call {name}": (lambda name=name: syscall(name, *CALLS[name])) for name in CALLS},
    "call x32": lambda: ctypes.CDLL(None).syscall(0x40000000 | 39),
    "call int 0x80": lambda: machine_code("b8 14 00 00 00 cd 80 c3"),
    "train": train,
    "calculate": calculate,
    "script": script,
    "burn": burn,
    "overfill": overfill,
    "open descriptors": open_descriptors,
    "sees the host": lambda: os.path.lexists("/proc/self"),
    "limit": lambda: resource.getrlimit(resource.RLIMIT_CORE)[1],
    "nothing": lambda: None,
    "sleep": lambda: time.sleep(60),
}
