"""Sends and receives one value per frame over a file descriptor, within caps and a deadline.

A frame is `b"AGW1"`, the header's length (u32), the body's length (u64), header, body; integers
are little-endian. Plain `read` and `write` only: a locked worker has no socket calls.
"""

import os
import select
import struct
from typing import Any

import msgspec

from autograder.errors import ProtocolError
from autograder.protocol.deadline import Deadline
from autograder.protocol.wire.decode import decode
from autograder.protocol.wire.encode import encode
from autograder.protocol.wire.nodes import Unsendable

MAGIC = b"AGW1"
_PREFIX = struct.Struct("<4sIQ")
_CHUNK = 1 << 20
_LEAST_WAIT = 0.01  # seconds between two looks at what counts


class Caps(msgspec.Struct, frozen=True):
    """The most bytes that one frame may hold."""

    header: int = 1 << 18
    body: int = 64 << 20


def send(fd: int, value: Any, caps: Caps, deadline: Deadline | None = None) -> None:
    """Write one value; `Unsendable`, `TimeoutError` past the deadline, `OSError` when gone."""
    header, pieces = encode(value, caps.body)
    if len(header) > caps.header:
        raise Unsendable("the value has too many parts")
    size = sum(len(piece) for piece in pieces)
    for piece in (_PREFIX.pack(MAGIC, len(header), size) + header, *pieces):
        _write(fd, memoryview(piece), deadline)


def receive(fd: int, caps: Caps, deadline: Deadline | None = None) -> Any:
    """Read one value; `ProtocolError`, `TimeoutError`, or `EOFError` when the peer is gone."""
    magic, header, body = _PREFIX.unpack(_read(fd, _PREFIX.size, deadline))
    if magic != MAGIC:
        raise ProtocolError("the peer does not speak this protocol")
    if header > caps.header or body > caps.body:
        raise ProtocolError(f"a frame of {header} + {body} bytes is over the cap")
    return decode(bytes(_read(fd, header, deadline)), _read(fd, body, deadline))


def _write(fd: int, view: memoryview, deadline: Deadline | None) -> None:
    while view.nbytes:
        _wait(fd, select.POLLOUT, deadline)
        view = view[os.write(fd, view[:_CHUNK]) :]


def _read(fd: int, size: int, deadline: Deadline | None) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view.nbytes:
        _wait(fd, select.POLLIN, deadline)
        count = os.readv(fd, [view[:_CHUNK]])
        if not count:
            raise EOFError("the peer closed its channel")
        view = view[count:]
    return buffer


def _wait(fd: int, event: int, deadline: Deadline | None) -> None:
    if deadline is None:
        return  # a blocking descriptor waits by itself
    poll = select.poll()
    poll.register(fd, event)
    while (
        seconds_left := deadline.seconds_left()
    ) > 0:  # less has passed where the peer had to queue
        if poll.poll(max(seconds_left, _LEAST_WAIT) * 1000):
            return
    raise TimeoutError("no answer in time")
