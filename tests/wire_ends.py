"""Both ends of a wire: values sent through a pipe, and frames made by hand."""

import os
import struct
from concurrent.futures import ThreadPoolExecutor

import msgspec

from autograder.protocol.deadline import Deadline
from autograder.protocol.wire import Caps, receive, send

CAPS = Caps(header=1 << 16, body=1 << 20)
SOON = 5  # seconds, on a busy machine; what must not happen takes longer


def crossed(value):
    """The value after a real pipe, read while it is written."""
    there, here = os.pipe()
    with ThreadPoolExecutor(1) as reader:
        arrived = reader.submit(receive, there, CAPS, Deadline(10))
        try:
            send(here, value, CAPS)
        finally:
            os.close(here)
    os.close(there)
    return arrived.result()


def frame(header, body=b"", magic=b"AGW1", header_size=None, body_size=None):
    header = header if isinstance(header, bytes) else msgspec.msgpack.encode(header)
    sizes = (
        len(header) if header_size is None else header_size,
        len(body) if body_size is None else body_size,
    )
    return struct.pack("<4sIQ", magic, *sizes) + header + body


TENSOR = ["t", "f32", [2], False]
