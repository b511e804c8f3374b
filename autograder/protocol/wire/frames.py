"""Sends and receives one value per frame over a file descriptor, within caps and a deadline.

A frame is `b"AGW1"`, the header's length (u32), the body's length (u64), header, body; integers
are little-endian. `readv` and `writev` only: a locked worker has no socket calls.
"""

import os
import select
import struct
from collections.abc import Callable
from typing import Any

import msgspec

from autograder.errors import ProtocolError
from autograder.protocol.deadline import Deadline
from autograder.protocol.wire.decode import decode
from autograder.protocol.wire.encode import encode
from autograder.protocol.wire.nodes import Unsendable

MAGIC = b"AGW1"
_PREFIX = struct.Struct("<4sIQ")
_MOST_VIEWS = 512  # of one call; Linux takes 1,024 (IOV_MAX)
_LEAST_WAIT = 0.01  # seconds between two looks at what counts


class Caps(msgspec.Struct, frozen=True):
    """The most bytes that one frame may hold."""

    header: int = 1 << 18
    body: int = 64 << 20


def send(fd: int, value: Any, caps: Caps, deadline: Deadline | None = None) -> None:
    """Write one value; `Unsendable`, `TimeoutError` past the deadline, `OSError` when gone.

    A descriptor with a deadline must not block, as of `receive`.
    """
    header, pieces = encode(value, caps.body)
    if len(header) > caps.header:
        raise Unsendable("the value has too many parts")
    size = sum(len(piece) for piece in pieces)
    views = [
        memoryview(piece) for piece in (_PREFIX.pack(MAGIC, len(header), size), header, *pieces)
    ]
    _cross(fd, views, os.writev, select.POLLOUT, deadline)


def receive(fd: int, caps: Caps, deadline: Deadline | None = None) -> Any:
    """Read one value; `ProtocolError`, `TimeoutError`, or `EOFError` when the peer is gone."""
    (prefix,) = _read(fd, deadline, _PREFIX.size)
    magic, header_size, body_size = _PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise ProtocolError("the peer does not speak this protocol")
    if header_size > caps.header or body_size > caps.body:
        raise ProtocolError(f"a frame of {header_size} + {body_size} bytes is over the cap")
    header, body = _read(fd, deadline, header_size, body_size)
    return decode(bytes(header), body)


def _read(fd: int, deadline: Deadline | None, *sizes: int) -> list[bytearray]:
    buffers = [bytearray(size) for size in sizes]
    _cross(fd, [memoryview(buffer) for buffer in buffers], os.readv, select.POLLIN, deadline)
    return buffers


def _cross(
    fd: int,
    views: list[memoryview],
    move: Callable[[int, list[memoryview]], int],
    event: int,
    deadline: Deadline | None,
) -> None:
    """Move all bytes of the views over the descriptor, as many at once as it takes."""
    views = [view for view in views if view.nbytes]
    done = 0  # so many views have crossed
    while done < len(views):
        if deadline is not None and deadline.least_left() <= 0:
            raise TimeoutError("no answer in time")
        try:
            count = move(fd, views[done : done + _MOST_VIEWS])
        except BlockingIOError:
            _wait(fd, event, deadline)
            continue
        if not count:
            raise EOFError("the peer closed its channel")
        while count and count >= views[done].nbytes:
            count -= views[done].nbytes
            done += 1
        if count:
            views[done] = views[done][count:]


def _wait(fd: int, event: int, deadline: Deadline | None) -> None:
    """Wait until the descriptor is ready, or the deadline may have passed."""
    poll = select.poll()
    poll.register(fd, event)
    if deadline is None:
        poll.poll()
    else:  # less has passed where the peer had to queue
        poll.poll(max(deadline.least_left(), _LEAST_WAIT) * 1000)
