"""What crosses between judge and worker: plain values in length-prefixed frames, never pickle."""

from autograder.wire.decode import decode
from autograder.wire.encode import encode
from autograder.wire.frames import Caps, receive, send
from autograder.wire.nodes import Ref, Seeded, Unsendable

__all__ = ["Caps", "Ref", "Seeded", "Unsendable", "decode", "encode", "receive", "send"]
