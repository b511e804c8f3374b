"""What crosses between judge and worker: plain values in length-prefixed frames, never pickle."""

from autograder.wire.frames import Caps, receive, send
from autograder.wire.values import Ref, Seeded, Unsendable, decode, encode

__all__ = ["Caps", "Ref", "Seeded", "Unsendable", "decode", "encode", "receive", "send"]
