"""Starts the warm process and hands it work; lives in the command, which never imports torch."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import msgspec

import autograder
from autograder.course.assignment import Limits
from autograder.errors import AutograderError, IsolationError
from autograder.grading.judge_client import START_SECONDS, Judge, stream
from autograder.protocol.jobs import Probe, receive_record
from autograder.protocol.workers import hung_up
from autograder.system import require_linux

_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from autograder.warm import main; main(int(sys.argv[2]), sys.argv[3])"
)


class HostSettings(msgspec.Struct, frozen=True):
    """What the warm process starts with; `without` leaves layers of isolation out, for tests."""

    course: str
    data: str = ""  # where CIFAR-10 lies, for the judges
    preload: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Warm:
    """The process that imported torch, and the judges it has forked."""

    def __init__(
        self,
        course: Path,
        preload: tuple[str, ...] = (),
        without: tuple[str, ...] = (),
        data: Path | None = None,
    ) -> None:
        require_linux("grading")
        place = str(data.resolve()) if data else ""
        self.settings = HostSettings(str(course.resolve()), place, preload, without)
        self.judges: dict[str, Judge] = {}  # by assignment
        self._lock = threading.Lock()
        self._closed = False
        self.control, self.process = self._started()

    def _started(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        control, warm_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        settings = msgspec.json.encode(self.settings).decode()
        root = str(Path(autograder.__file__).resolve().parent.parent)
        with warm_end:
            process = subprocess.Popen(
                [sys.executable, "-I", "-c", _CODE, root, str(warm_end.fileno()), settings],
                pass_fds=[warm_end.fileno()],
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # ctrl-C is the command's to handle
            )
        return control, process

    def judge(self, slug: str, limits: Limits) -> Judge:
        """The judge that has collected the suite of an assignment and waits."""
        if slug not in self.judges:
            self.judges[slug] = Judge(lambda: self._fork(slug), limits)
        return self.judges[slug]

    def probe(self) -> Probe:
        """How far this host can lock a worker down."""
        with self._fork("?") as line, stream(line, b"probe") as fd:
            try:
                return receive_record(fd, Probe, START_SECONDS)
            except (EOFError, OSError):
                raise IsolationError("no worker could be started; its error is above") from None

    def _fork(self, slug: str) -> socket.socket:
        """A line to a new judge; from a new warm process where the last one was killed."""
        command_end, judge_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with judge_end, self._lock:
            self._revive()
            try:
                socket.send_fds(self.control, [slug.encode()], [judge_end.fileno()])
            except OSError:
                raise AutograderError("the warm process ended while it started") from None
        return command_end

    def _revive(self) -> None:
        if self._closed:
            raise AutograderError("the warm process was told to end")
        if hung_up(self.control) and self.process.wait() < 0:  # a signal's number, negative
            self.control.close()
            self.control, self.process = self._started()

    def close(self) -> None:
        """End the warm process and everything it forked."""
        with self._lock:
            self._closed = True
        if self.judges and not any(judge.is_ready for judge in self.judges.values()):
            self.process.kill()  # nothing runs yet, and it may import torch for seconds to come
        for judge in self.judges.values():
            judge.close()
        self.control.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def clean_environment() -> dict[str, str]:
    """The few variables a worker may see; threads that spin or pool up front are kept away."""
    keep = {
        name: os.environ[name]
        for name in ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "NVIDIA_VISIBLE_DEVICES")
        if name in os.environ
    }
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "LOGNAME": "student",  # for `getpass.getuser`, which finds no list of users
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",  # a pool in the zygote would make its forks hang
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # forks copy few large pages: half their time
        "OMP_WAIT_POLICY": "PASSIVE",  # spinning threads starve a busy machine
        "PYTORCH_NVML_BASED_CUDA_CHECK": "1",  # asking CUDA itself would forbid later forks
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR", str(Path.home() / ".cache/matplotlib")),
        **keep,
    }
