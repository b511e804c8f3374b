"""Starts the warm process and hands it work; lives in the command, which never imports torch."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import msgspec

import autograder
from autograder.assignment import Limits
from autograder.errors import AutograderError, CourseError, IsolationError
from autograder.jobs import Job, Probe, Report, Started, Suite, receive_record, send_record

START_SECONDS = 180  # a cold disk may need a minute to import torch
_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from autograder.warm.process import main; main(int(sys.argv[2]), sys.argv[3])"
)


class Settings(msgspec.Struct, frozen=True):
    """What the warm process starts with; `without` leaves layers of isolation out, for tests."""

    course: str
    preload: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class Warm:
    """The process that imported torch, and the judges it has forked."""

    def __init__(
        self, course: Path, preload: tuple[str, ...] = (), without: tuple[str, ...] = ()
    ) -> None:
        self.judges: list[Judge] = []
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        settings = msgspec.json.encode(Settings(str(course.resolve()), preload, without)).decode()
        root = str(Path(autograder.__file__).resolve().parent.parent)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", _CODE, root, str(theirs.fileno()), settings],
                pass_fds=[theirs.fileno()],
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # ctrl-C is the command's to handle
            )

    def judge(self, slug: str, limits: Limits) -> "Judge":
        """A judge that has collected the suite of an assignment and waits."""
        judge = Judge(self._fork(slug), limits)
        self.judges.append(judge)
        return judge

    def probe(self) -> Probe:
        """How far this host can lock a worker down."""
        with self._fork("?") as line, _stream(line, b"probe") as fd:
            try:
                return receive_record(fd, Probe, START_SECONDS)
            except (EOFError, OSError):
                raise IsolationError("no worker could be started; its error is above") from None

    def _fork(self, slug: str) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self.control, [slug.encode()], [theirs.fileno()])
            except OSError:
                raise AutograderError("the warm process ended while it started") from None
        return ours

    def close(self) -> None:
        """End the warm process and everything it forked."""
        for judge in self.judges:
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


class Judge:
    """Grades hand-ins of one assignment; `grade` may be called from many threads."""

    def __init__(self, jobs: socket.socket, limits: Limits) -> None:
        self.jobs, self.limits = jobs, limits
        self._lock = threading.Lock()
        self._suite: Suite | None = None

    @property
    def suite(self) -> Suite:
        """What the judge collected; `CourseError` where the course is wrong."""
        with self._lock:
            if self._suite is None:
                self._suite = self._ask_for_suite()
        if self._suite.problem:
            raise CourseError(self._suite.problem)
        return self._suite

    def grade(self, job: Job) -> Report:
        """The suite's verdict on one subject; a judge that dies or hangs is told as a problem."""
        _ = self.suite  # ready first, so that no clock runs during imports
        try:
            with _stream(self.jobs, b"job") as fd:
                started = receive_record(fd, Started, START_SECONDS)
                send_record(fd, job)
                return _report(fd, started.pid, self.limits.total_seconds * 3 + 60)
        except (EOFError, OSError):
            return Report(problem="the judge's process ended before it had a result")
        except msgspec.MsgspecError as error:
            return Report(problem=f"the judge did not answer as a judge does: {error}")

    def close(self) -> None:
        """Let the judge go; jobs under way end by themselves."""
        self.jobs.close()

    def _ask_for_suite(self) -> Suite:
        try:
            with _stream(self.jobs, b"suite") as fd:
                return receive_record(fd, Suite, START_SECONDS)
        except (EOFError, OSError):
            return Suite(problem="the warm process ended before the suite was collected")


@contextlib.contextmanager
def _stream(line: socket.socket, request: bytes) -> Iterator[int]:
    """Our end of a channel whose other end goes to the judge along with the request."""
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            socket.send_fds(line, [request], [theirs.fileno()])
        yield ours.fileno()


def _report(fd: int, pid: int, seconds: float) -> Report:
    try:
        return receive_record(fd, Report, seconds)
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)  # still ours: its end of the stream is open
        return Report(problem=f"the judge did not end within {seconds:.0f} s and was stopped")


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
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",  # a pool in the zygote would make its forks hang
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",  # spinning threads starve a busy machine
        "PYTORCH_NVML_BASED_CUDA_CHECK": "1",  # asking CUDA itself would forbid later forks
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": os.environ.get("MPLCONFIGDIR", str(Path.home() / ".cache/matplotlib")),
        **keep,
    }
