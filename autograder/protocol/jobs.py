"""What the command and a judge say to each other: a `Job` there, a `Report` back.

Both ends are ours; the hand-in inside a job is only ever bytes here.
"""

import os
import select
import struct
from typing import TypeVar

import msgspec

from autograder.protocol.deadline import Deadline
from autograder.results import IsolationResult, QuestionResult

_LENGTH = struct.Struct("<Q")
T = TypeVar("T")


class Subject(msgspec.Struct, frozen=True):
    """Who answers the tests: a hand-in (`files`, `main`), a misconception, or an odd one."""

    files: dict[str, bytes] = {}
    main: str = ""
    misconception: str = ""
    odd: str = ""


class Job(msgspec.Struct, frozen=True):
    """One run of the suite on one subject, on all questions unless `questions` names some."""

    subject: Subject
    questions: tuple[str, ...] = ()
    isolation: str = "best"
    device: str = "cpu"
    hints: bool = True  # whether what costs much is searched for, to explain wrong answers
    student: str = ""  # for whoever watches; no test asks


class Doubt(msgspec.Struct, frozen=True):
    """A test that broke, or left the count: maybe by the course's fault, maybe by this hand-in's.

    `index` is its place among its question's tests, `message` what the student reads if it counts.
    """

    question: str
    index: int
    message: str
    left_out: bool = False  # it was skipped, or is expected to fail
    unanswered: bool = False  # it got no answer, to what may not exist anywhere


class Report(msgspec.Struct, frozen=True, tag=True):
    """What a judge found. `problem` says why the hand-in, or a question of it, could not be judged.

    `disturbed`: a process of this run was killed, by whomever, so that another run may find more.
    `faults` are the course's that cost no student anything, `left_out` tests that count for nobody.
    """

    questions: tuple[QuestionResult, ...] = ()
    isolation: IsolationResult = IsolationResult("none")
    seconds: float = 0.0
    problem: str = ""
    disturbed: bool = False
    notes: tuple[str, ...] = ()  # what of the hand-in did not run while it was imported
    doubts: tuple[Doubt, ...] = ()  # until `autograder.grading.settle` has decided them
    faults: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Training(msgspec.Struct, frozen=True, tag=True):
    """How far a training of the grader's is; what the worker says of it, for people to look at."""

    question: str  # its title
    step: int
    steps: int
    loss: float
    seconds_left: float


class Started(msgspec.Struct, frozen=True):
    """A judge's first word on a job: the process to stop if it never ends."""

    pid: int


class Suite(msgspec.Struct, frozen=True):
    """A judge's first word: what it has collected, or why it cannot."""

    tests: dict[str, int] = {}  # question -> number of tests
    misconceptions: dict[str, tuple[str, ...]] = {}  # question -> names
    remarks: frozenset[str] = frozenset()  # those of them that cost no points
    digest: str = ""
    problem: str = ""


class Probe(msgspec.Struct, frozen=True):
    """How far a worker on this host is locked down, and what is missing.

    `torch_lacks`: the private names that the engine uses and this torch has not, with what needs them.
    """

    level: str
    mechanisms: tuple[str, ...]
    missing: tuple[str, ...] = ()
    torch_lacks: tuple[str, ...] = ()


def send_record(fd: int, record: msgspec.Struct) -> None:
    """Write one record, its length first."""
    data = msgspec.msgpack.encode(record)
    view = memoryview(_LENGTH.pack(len(data)) + data)
    while view.nbytes:
        view = view[os.write(fd, view) :]


def receive_record(fd: int, kind: type[T], seconds: float | None = None) -> T:
    """Read one record; `EOFError` when the other end is gone, `TimeoutError` when it is late."""
    return msgspec.msgpack.decode(_read_one(fd, seconds), type=kind)


def receive_verdict(fd: int, seconds: float) -> Report | Training:
    """Read what a judge says next on a job that it has begun."""
    return msgspec.msgpack.decode(_read_one(fd, seconds), type=Report | Training)


def _read_one(fd: int, seconds: float | None) -> bytes:
    deadline = None if seconds is None else Deadline(seconds)
    (length,) = _LENGTH.unpack(_read(fd, _LENGTH.size, deadline))
    return _read(fd, length, deadline)


def _read(fd: int, size: int, deadline: Deadline | None) -> bytes:
    data = bytearray()
    while len(data) < size:
        seconds_left = None if deadline is None else deadline.seconds_left()
        if seconds_left is not None and (
            seconds_left <= 0 or not select.select([fd], [], [], seconds_left)[0]
        ):
            raise TimeoutError
        chunk = os.read(fd, min(size - len(data), 1 << 20))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
