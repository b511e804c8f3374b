"""What crosses between judge and worker: plain values in length-prefixed frames, never pickle."""

from autograder.protocol.wire.decode import decode
from autograder.protocol.wire.encode import encode
from autograder.protocol.wire.frames import Caps, receive, send
from autograder.protocol.wire.nodes import Ref, Seeded, Unsendable, array_of

__all__ = ["Caps", "Ref", "Seeded", "Unsendable", "array_of", "decode", "encode", "receive", "send"]
