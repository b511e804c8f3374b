"""Nobody waits past a deadline for a peer that is slow, silent or gone."""

import socket
import threading
import time

import pytest
import torch
from wire_ends import CAPS, SOON, TENSOR, frame

from autograder.protocol.deadline import Deadline
from autograder.protocol.wire import Caps, receive, send


@pytest.fixture
def pair():
    """Two ends of a channel, not blocking, as a judge holds its own."""
    ends = socket.socketpair()
    for end in ends:
        end.setblocking(False)
    yield ends
    for end in ends:
        end.close()


def test_receive_stops_waiting_at_its_deadline(pair):
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        receive(pair[0].fileno(), CAPS, Deadline(0.2))
    assert 0.2 <= time.monotonic() - start < SOON


def test_send_stops_waiting_at_its_deadline(pair):
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        send(pair[0].fileno(), bytes(1 << 20), Caps(), Deadline(0.2))
    assert 0.2 <= time.monotonic() - start < SOON


def test_a_peer_that_stalls_in_the_middle_of_a_frame_is_late(pair):
    pair[1].send(frame(TENSOR, bytes(8))[:-1])
    with pytest.raises(TimeoutError):
        receive(pair[0].fileno(), CAPS, Deadline(0.2))


def test_a_peer_that_sends_byte_by_byte_gains_no_time(pair):
    stop, data = threading.Event(), frame(TENSOR, bytes(8))
    assert 0.5 * len(data) > 2 * SOON  # to wait for all of it would be late

    def drip():
        for byte in data:
            if stop.wait(0.5):
                return
            pair[1].send(bytes([byte]))

    dripping = threading.Thread(target=drip)
    start = time.monotonic()
    dripping.start()
    with pytest.raises(TimeoutError):
        receive(pair[0].fileno(), CAPS, Deadline(0.3))
    assert time.monotonic() - start < SOON
    stop.set()
    dripping.join()


def test_a_deadline_that_has_passed_is_not_waited_for(pair):
    send(pair[1].fileno(), 1, CAPS)
    with pytest.raises(TimeoutError):
        receive(pair[0].fileno(), CAPS, Deadline(-1))


def test_a_peer_that_hangs_up_ends_the_channel(pair):
    pair[1].close()
    with pytest.raises(EOFError):
        receive(pair[0].fileno(), CAPS, Deadline(5))
    with pytest.raises(OSError, match="pipe"):
        send(pair[0].fileno(), 1, CAPS, Deadline(5))


def test_a_large_value_crosses_in_pieces(pair):
    sent = torch.arange(1 << 20, dtype=torch.int32)
    arrived = []
    deadline = Deadline(20)
    reading = threading.Thread(
        target=lambda: arrived.append(receive(pair[0].fileno(), Caps(), deadline))
    )
    reading.start()
    send(pair[1].fileno(), sent, Caps(), deadline)
    reading.join()
    assert torch.equal(arrived[0], sent)
