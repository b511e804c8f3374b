"""A deadline counts the worker's own time: what it stands in line for a processor is the machine's."""

import os
import select
import signal
import socket
import subprocess
import sys
import time

import pytest
from real_workers import Workers

from autograder.linux.run_queue import RunQueue
from autograder.protocol.deadline import STRETCH, Deadline
from autograder.protocol.wire import Caps, receive

SPIN = "while True: pass"
HAND_IN = """
import time

def work():
    start = time.process_time()
    while time.process_time() < start + 0.8:
        pass
    return 1

def sleep():
    time.sleep(60)
"""


class Clock:
    """A clock that tests turn, and a peer's time in the queue."""

    def __init__(self, monkeypatch):
        self.now, self.queued = 100.0, 7.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)

    def deadline(self, seconds):
        return Deadline(seconds, lambda: self.queued)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_time_in_the_queue_does_not_count(clock):
    deadline = clock.deadline(2.0)
    clock.now, clock.queued = 105.0, 11.0
    assert (deadline.spent(), deadline.seconds_left()) == (1.0, 1.0)


def test_who_sleeps_or_works_is_not_in_the_queue(clock):
    deadline = clock.deadline(2.0)
    clock.now = 103.0
    assert (deadline.spent(), deadline.seconds_left()) == (3.0, -1.0)


def test_a_queue_without_an_end_is_waited_for_eight_times_as_long(clock):
    deadline = clock.deadline(2.0)
    clock.now, clock.queued = 100.0 + 2.0 * STRETCH, 7.0 + 2.0 * STRETCH
    assert deadline.seconds_left() == 0.0


@pytest.fixture
def busy():
    """Six times as many programs as processors, all at work; the kernel shares time by session."""
    count, command = 6 * len(os.sched_getaffinity(0)), [sys.executable, "-S", "-c", SPIN]
    spinning = [subprocess.Popen(command, start_new_session=True) for _ in range(count)]
    yield
    for process in spinning:
        process.kill()
        process.wait()


@pytest.fixture
def spinning():
    """A pidfd of a program at work."""
    process = subprocess.Popen([sys.executable, "-S", "-c", SPIN])
    pidfd = os.pidfd_open(process.pid)
    yield pidfd
    os.close(pidfd)
    process.kill()
    process.wait()


@pytest.mark.usefixtures("busy")
def test_on_a_busy_machine_the_kernel_counts_the_queue(spinning):
    queue = RunQueue(spinning)
    time.sleep(2)
    assert 0.5 < queue.seconds() < 10
    signal.pidfd_send_signal(spinning, signal.SIGKILL)
    select.select([spinning], [], [], 10)
    seen = queue.seconds()
    queue.close()
    assert queue.seconds() == seen > 0.5


def test_of_an_ended_process_nothing_is_counted():
    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    pidfd = os.pidfd_open(process.pid)
    process.wait()
    queue = RunQueue(pidfd)
    assert queue.seconds() == 0
    queue.close()
    os.close(pidfd)


def test_a_silent_peer_is_late_whatever_the_machine_does():
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        with pytest.raises(TimeoutError):
            receive(here.fileno(), Caps(), Deadline(0.2))


@pytest.fixture(scope="module")
def hand_ins():
    with Workers() as started:
        yield started


@pytest.mark.slow
@pytest.mark.usefixtures("hand_ins", "busy")  # the start of the workers is not what is tested
def test_right_work_on_a_busy_machine_is_not_late(hand_ins):
    reply = hand_ins.run(HAND_IN, "work", seconds=1.6)
    assert reply["answers"] == [1], reply
    assert reply["seconds"][2] > 1.6  # of a wall clock: the machine was as busy as intended


@pytest.mark.slow
def test_a_function_that_sleeps_is_late_on_any_machine(hand_ins):
    reply = hand_ins.run(HAND_IN, "sleep", seconds=1)
    assert reply["died"].startswith("WorkerLate")
