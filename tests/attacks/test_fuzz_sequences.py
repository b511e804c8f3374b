"""Frames in the wrong order, number or tempo: each step is answered or lost, and soon."""

import json
import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest
import torch

from attacks.fake_worker import BEFORE, NOW
from attacks.frames import PREFIX, framed
from attacks.memory import growth
from autograder.course.assignment import Assignment, Limits, Question
from autograder.judge.student_target import Handin
from autograder.judge.workers import Worker
from autograder.protocol.jobs import Job, Subject
from autograder.protocol.order import Order
from autograder.protocol.steps import Lost, Raised, Step, Value
from autograder.protocol.workers import Ended

FAKE_WORKER = str(Path(__file__).with_name("fake_worker.py"))
LIMITS = Limits(import_seconds=10, call_seconds=2, total_seconds=60, answer_mb=4)
QUESTION = Question("q", "Q", 1, ("f",))
ASSIGNMENT = Assignment("fuzz", "Fuzz", "f.py", (QUESTION,), LIMITS)
STEP = Step(1, "call", "f")
LARGE = Step(1, "call", "f", args=(torch.zeros(1 << 20),))


class FakeHost:
    """Stands for the workers' zygote: every worker follows the same plan."""

    def __init__(self, plan):
        self.plan = plan
        self.started = []

    def spawn(self, bounds, forbidden=()):  # noqa: ARG002 - the host's interface
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.set_inheritable(True)
            fd = theirs.fileno()
            arguments = ["-I", "-S", FAKE_WORKER, str(fd), json.dumps(self.plan)]
            pid = os.posix_spawn(sys.executable, ["python", *arguments], {})
        self.started.append(pid)
        return Worker(self, ours, pid, os.pidfd_open(pid))

    def dismiss(self, pid):
        os.kill(pid, signal.SIGKILL)
        self.reap(pid)

    def reap(self, pid):
        self.started.remove(pid)
        return Ended(os.waitpid(pid, 0)[1], 0.0)


def say(*values):
    return "say", b"".join(map(framed, values)).hex()


def value(number, call=NOW):
    """An answer that is right but for its content."""
    return call.decode(), "value", number, 0.25


READY = say({"level": "full", "mechanisms": [], "missing": []})
IMPORTED = say(None, value(None, b"import"))
LOADED = (READY, ("listen", 1), IMPORTED)
RIGHT = ("listen", 1), say(value(7))
HALF = framed(value(7))[:-9].hex()
WRONG = Lost("crashed", "sent no valid answer: it is no answer to this call")
HUNG_UP = Lost("crashed", "closed its channel instead of answering")
ENDED = Lost("crashed", "ended its process (exit status 0) instead of returning")
LATE = Lost("timeout", "did not return within 2 s")
LONG = ("sleep", 60)


def broken(reason):
    return Lost("crashed", f"sent no valid answer: {reason}")


def claim(header, body):
    return "say", PREFIX.pack(b"AGW1", header, body).hex()


def met(plan, steps=1, step=STEP):
    """What the judge makes of a worker with this plan, step by step, and the seconds it took."""
    host = FakeHost([*plan, LONG])
    order = Order("f", "f.py", {"f.py": b""}, answer_mb=4)
    handin = Handin(host, ASSIGNMENT, order, Job(Subject(), isolation="none"), pytest.fail)
    handin.turn_to(QUESTION)
    start = time.monotonic()
    answers = [handin.answer(step) for _ in range(steps)]
    seconds = time.monotonic() - start
    handin.close()
    assert host.started == []  # nothing runs on
    return answers, seconds


PLANS = {
    "as it should be": ([*LOADED, *RIGHT, *RIGHT], [Value(7, 0.25), Value(7, 0.25)]),
    "an answer before the question": ([*LOADED, say(value(7, b"0" * 12)), *RIGHT], [WRONG]),
    "imported twice": ([*LOADED, IMPORTED, *RIGHT], [WRONG]),
    "an answer that stands for the import": ([*LOADED, say(value(7, b"import"))], [WRONG]),
    "an answer twice": ([*LOADED, *RIGHT, say(value(8)), *RIGHT], [Value(7, 0.25), WRONG]),
    "the answer of the call before": (
        [*LOADED, *RIGHT, ("listen", 1), say(value(8, BEFORE)), say(value(7))],
        [Value(7, 0.25), WRONG],
    ),
    "bytes behind an answer": (
        [*LOADED, *RIGHT, ("say", "00" * 99), *RIGHT],
        [Value(7, 0.25), broken("the peer does not speak this protocol")],
    ),
    "half an answer, then the end": ([*LOADED, ("listen", 1), ("say", HALF), ("end", 0)], [ENDED]),
    "half an answer, then silence": ([*LOADED, ("listen", 1), ("say", HALF)], [LATE]),
    "half an answer, then a closed channel": (
        [*LOADED, ("listen", 1), ("say", HALF), ("hang_up", 60)],
        [HUNG_UP],
    ),
    "half an answer, then a crash": (
        [*LOADED, ("listen", 1), ("say", HALF), ("die", signal.SIGSEGV)],
        [Lost("crashed", "crashed its process (SIGSEGV)")],
    ),
    "a closed channel while the judge writes": ([*LOADED, ("hang_up", 60)], [HUNG_UP]),
    "an end without a word": ([*LOADED, ("end", 0)], [ENDED]),
    "silence": ([*LOADED], [LATE]),
    "half the answers of an import": (
        [READY, ("listen", 1), say(None), ("say", HALF), ("end", 0)],
        [Lost("crashed", f"was not called: importing f.py, the code {ENDED.message}")],
    ),
    "a slow drip within the deadline": (
        [*LOADED, ("listen", 1), ("drip", framed(value(7)).hex())],
        [Value(7, 0.25)],
    ),
    "a slow drip past the deadline": (
        [*LOADED, ("listen", 1), ("drip", framed(value("x" * 9999)).hex())],
        [LATE],
    ),
    "a drip of empty frames": (
        [*LOADED, ("listen", 1), ("drip", PREFIX.pack(b"AGW1", 0, 0).hex())],
        [broken("the header is no value: Input data was truncated")],
    ),
    "a flood of answers": ([*LOADED, *RIGHT, ("flood", say(value(8))[1])], [Value(7, 0.25), WRONG]),
    "a flood of bytes": (
        [*LOADED, ("flood", "ff" * 4096)],
        [broken("the peer does not speak this protocol")],
    ),
    "a claim over the cap": (
        [*LOADED, ("listen", 1), claim(9, (4 << 20) + 1)],
        [broken(f"a frame of 9 + {(4 << 20) + 1} bytes is over the cap")],
    ),
    "a claim of all there is": (
        [*LOADED, ("listen", 1), claim((1 << 32) - 1, (1 << 64) - 1)],
        [broken(f"a frame of {(1 << 32) - 1} + {(1 << 64) - 1} bytes is over the cap")],
    ),
    "a claim within the cap, and nothing": ([*LOADED, ("listen", 1), claim(9, 4 << 20)], [LATE]),
}


@pytest.mark.parametrize(("plan", "expected"), PLANS.values(), ids=PLANS)
def test_each_step_is_answered_or_lost_and_soon(plan, expected):
    with growth() as megabytes:
        answers, seconds = met(plan, len(expected))
    assert answers == expected
    assert seconds < 20  # a deadline, the grace for a worker that may be dying, a busy machine
    assert megabytes[0] < 30


def test_a_worker_that_reads_nothing_is_late():
    answers, seconds = met([*LOADED], step=LARGE)
    assert answers == [LATE]
    assert seconds < 20


def test_what_an_answer_says_of_an_error_becomes_one_line_each():
    odd = "::error::\n\r\0\u202e" * 99
    fields = "raised", "E\x1b[31m" * 99, odd, ("E",), "\n" * 200, 1 << 63, odd
    answers, _ = met([*LOADED, ("listen", 1), say((NOW.decode(), "raised", *fields))])
    (told,) = answers
    assert isinstance(told, Raised)
    texts = told.error, told.message, told.file, told.because
    assert "".join(texts).isprintable()
    assert max(map(len, texts)) < 2000


@pytest.mark.parametrize(
    "notes",
    [7, "note", {"a": "b"}, ["note"], [["a", "b", "c"]], [["a", 1]], [[b"a", "b"]], torch.zeros(3)],
    ids=str,
)
def test_notes_that_are_none_end_the_worker(notes):
    (told,), _ = met([READY, ("listen", 1), say(None, value(notes, b"import"))])
    assert (type(told), told.kind) == (Lost, "crashed")
    assert "importing f.py, the code sent no valid answer" in told.message


def test_notes_become_few_printable_lines():
    odd = "::error::\n\r\0\u202e" * 30
    notes = value([[f"{number}{odd}", odd] for number in range(40)], b"import")
    host = FakeHost([READY, ("listen", 1), say(None, notes), *RIGHT, LONG])
    order = Order("f", "f.py", {"f.py": b""}, answer_mb=4)
    handin = Handin(host, ASSIGNMENT, order, Job(Subject(), isolation="none"), pytest.fail)
    assert handin.turn_to(QUESTION).answer(STEP) == Value(7, 0.25)
    handin.close()
    told = handin.imports.notes()
    assert len(told) == 10
    assert "".join(told).isprintable()
    assert max(map(len, told)) < 4000


def test_after_two_late_answers_nobody_is_asked_a_third_time():
    answers, seconds = met([*LOADED], 4)
    assert answers[:2] == [LATE, LATE]
    assert answers[2:] == [Lost("timeout", "was not called again: 2 times it did not return")] * 2
    assert seconds < 30
