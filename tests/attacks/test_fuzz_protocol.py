"""The judge's end of the channel under hostile frames: an answer, or the worker's end, and soon."""

import math
import os
import random
import re
import secrets
import socket
import subprocess
import sys
import time
from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from test_wire_fuzz import is_plain, mutated

from attacks.frames import CALL, STEPS, OddAnswer, framed, packed, recorded
from attacks.memory import growth
from autograder.errors import CourseError, IsolationError
from autograder.judge import workers
from autograder.judge.answers import MOST_NOTES
from autograder.judge.workers import Worker, WorkerDied
from autograder.protocol.order import Order
from autograder.protocol.steps import Raised, Value
from autograder.protocol.workers import Ended

FRAMES, FRAMES_LONG = 20_000, 1_000_000
SECONDS = 5.0  # of one call; no channel here is silent, so none is ever waited for
READY = framed({"level": "full", "mechanisms": ["namespaces"], "missing": []})
ORDER = Order("pooling", "pooling.py", {"pooling.py": b""}, answer_mb=1)


class DeadHost:
    """Stands for the workers' zygote where the worker has ended before the judge asks."""

    def __init__(self):
        process = subprocess.Popen([sys.executable, "-I", "-S", "-c", ""])
        self.pidfd = os.pidfd_open(process.pid)
        process.wait()
        self.heard = 0  # how often somebody told how far a training is

    def _hears(self, step, steps, loss, left):
        self.heard += 1
        assert type(step) is type(steps) is int
        assert 0 < step <= steps < 1 << 40
        assert type(loss) is type(left) is float
        assert math.isfinite(loss)
        assert 0 <= left < math.inf

    def reap(self, pid):  # noqa: ARG002 - the host's interface
        return Ended(0, 0.0)

    def meets(self, frames, is_loaded):
        """What comes of each request, where the worker has written `frames` and hung up."""
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.sendall(frames)
            theirs.shutdown(socket.SHUT_WR)
            return list(self._ends(ours, is_loaded))

    def _ends(self, channel, is_loaded):
        try:
            worker = Worker(self, channel, 1, os.dup(self.pidfd))
        except IsolationError:
            yield "not ready"
            return
        with channel:  # whatever comes: a failure here must not be told as an open channel
            yield from self._talk(worker, is_loaded)
            if channel.fileno() >= 0:
                worker.end()

    def _talk(self, worker, is_loaded):
        try:
            if not is_loaded:
                yield told(worker.load(ORDER, worker.deadline(SECONDS)))
            while True:
                yield told(worker.ask(STEPS[0], worker.deadline(SECONDS), self._hears))
        except CourseError:
            yield "not prepared"
        except WorkerDied as death:
            yield reason(death)


def told(answer):
    """The name of an answer that holds nothing but what the protocol allows."""
    if isinstance(answer, dict):
        assert len(answer) <= MOST_NOTES
        for text in (*answer.keys(), *answer.values()):
            assert text.isprintable()
            assert len(text) < 310
        return "imported"
    if isinstance(answer, Value):
        assert is_plain(answer.value)
        assert type(answer.seconds) is float
        return "value"
    assert type(answer) is Raised
    for text in (answer.error, answer.message, answer.file, answer.because):
        assert text.isprintable()
        assert len(text) < 410
    assert all(type(base) is str for base in answer.bases)
    assert type(answer.line) is int
    return "raised"


def reason(death):
    """Why a worker counts as dead, without what differs from frame to frame."""
    words = str(death).removeprefix("sent no valid answer: ")
    words = re.sub(r"\d+", "_", re.split(r"\W*[:'\"`]", words)[0]).strip()
    return f"{type(death).__name__}: {words[:45] or 'hung up'}"


@pytest.fixture(scope="module")
def host():
    """One host for all frames; every call has the number that the attacker knows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_hex", lambda size: CALL)
        host = DeadHost()
        yield host
        os.close(host.pidfd)


@pytest.fixture(scope="module")
def answers():
    """A real worker's frames: prepared, imported, then an answer to each of `STEPS`."""
    return recorded()


def test_the_recorded_frames_are_what_a_worker_answers(host, answers):
    assert host.meets(READY + b"".join(answers), is_loaded=False) == [
        "imported",
        *["value"] * 4,
        *["raised"] * 2,
        *["value"] * 3,
        "WorkerDied: hung up",
    ]


def spoiled(source, answers):
    """A conversation with something wrong in it, and whether it begins after the import."""
    match source.randrange(8):
        case 0 | 1 | 2:
            return READY + OddAnswer(source).frame, True
        case 3 | 4 | 5:
            return READY + mutated(source.choice(answers[2:]), source), True
        case 6:  # all of it, in any order, with parts twice and parts missing
            some = [*source.choices(answers, k=4), OddAnswer(source).frame]
            source.shuffle(some)
            return READY + b"".join(some), True
        case _:
            return mutated(READY + b"".join(source.choices(answers, k=3)), source), False


@pytest.mark.timeout(1800)
def test_hostile_frames_are_answers_or_the_workers_end(host, answers, long, report):
    source = random.Random(30)
    frames = FRAMES_LONG if long else FRAMES
    ends, slowest, start, host.heard = Counter(), 0.0, time.monotonic(), 0
    with growth() as megabytes:
        for _ in range(frames):
            began = time.monotonic()
            ends.update(host.meets(*spoiled(source, answers)))
            slowest = max(slowest, time.monotonic() - began)
    seconds = time.monotonic() - start
    report.add(
        f"{frames} hostile frames in {seconds:.0f} s, slowest {slowest * 1000:.0f} ms, "
        f"peak memory +{megabytes[0]:.0f} MB",
        [(end, str(count)) for end, count in ends.most_common()],
    )
    assert len(ends) > 12, ends  # the damage is of many kinds
    assert min(ends["value"], ends["raised"]) > frames // 50, ends
    assert host.heard > frames // 250
    assert slowest < 20  # a busy machine; a thousandth of it alone
    assert megabytes[0] < 300  # the cap of a frame's body is 64 MB


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 2**32), st.binary(max_size=40), st.integers(0, 2000))
def test_odd_answers_cut_anywhere_are_answers_or_the_workers_end(host, seed, tail, cut):
    frame = OddAnswer(random.Random(seed)).frame
    assert host.meets(READY + frame[:cut], is_loaded=True)
    assert host.meets(READY + frame + tail, is_loaded=True)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=300), st.binary(max_size=100), st.booleans())
def test_random_bytes_are_never_an_answer(host, header, body, is_loaded):
    ends = host.meets(READY + packed(header, body), is_loaded)
    assert not {"value", "raised", "imported"} & set(ends)


@pytest.mark.parametrize("array", [np.ones(2), np.ones(0), torch.ones(2), np.ones(1)])
@pytest.mark.parametrize("place", range(4))
def test_an_array_in_place_of_a_word_is_no_answer(host, place, array):
    fields = [CALL, "value", None, 0.5]
    fields[place] = array
    is_fine = place == 2
    ends = host.meets(READY + framed(tuple(fields)), is_loaded=True)
    assert ends[0] == ("value" if is_fine else "WorkerDied: it is no answer to this call")


SOUND = (CALL, "training", 50, 100, 0.5, 2.0)
ANSWER = framed((CALL, "value", None, 0.5))
NO_ANSWER = "WorkerDied: it is no answer to this call"


def test_how_far_a_training_is_may_come_before_the_answer(host):
    host.heard = 0
    assert host.meets(READY + 3 * framed(SOUND) + ANSWER, is_loaded=True)[0] == "value"
    assert host.heard == 3


def test_who_tells_for_ever_how_far_a_training_is_does_not_answer(host, monkeypatch):
    monkeypatch.setattr(workers, "MOST_TOLD", 100)  # a thousand would not fit into the channel
    host.heard = 0
    flood = 101 * framed(SOUND)
    assert host.meets(READY + flood + ANSWER, is_loaded=True) == [NO_ANSWER]
    assert host.heard == 100


@pytest.mark.parametrize(
    ("place", "odd"),
    [
        *((2, odd) for odd in (0, -1, 101, True, 50.0, None)),
        *((3, odd) for odd in (49, 10**9 + 1, True, 100.0, "100")),
        *((4, odd) for odd in (math.nan, math.inf, 1, "0.5")),
        *((5, odd) for odd in (math.nan, math.inf, -1.0, 2, 1e300)),
    ],
)
def test_a_training_that_cannot_be_is_no_answer(host, place, odd):
    fields = list(SOUND)
    fields[place] = odd
    assert host.meets(READY + framed(tuple(fields)) + ANSWER, is_loaded=True) == [NO_ANSWER]


def test_nobody_hears_of_a_training_that_was_not_asked_for(host):
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(READY + framed(SOUND) + ANSWER)
        worker = Worker(host, ours, 1, os.dup(host.pidfd))
        with pytest.raises(WorkerDied, match="no answer"):
            worker.ask(STEPS[0], worker.deadline(SECONDS))
        worker.end()
