"""What the fuzzers of the channel send: a real worker's answers, and answers that no worker gives."""

import random
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec
import torch

from autograder.protocol.order import Order
from autograder.protocol.steps import Step
from autograder.protocol.wire import Caps, encode, send
from autograder.protocol.wire.nodes import ALIGNMENT, NUMPY, SIZE, TORCH

ROOT = Path(__file__).resolve().parents[2]
HANDED_IN = ROOT / "examples/submitted/ada/a1_pooling/pooling.py"
CALL = "0123456789ab"  # the number of every call; a real one is random
PREFIX = struct.Struct("<4sIQ")
WORKER = "import sys; from autograder.worker.loop import serve; serve(int(sys.argv[1]))"

X = torch.arange(-8.0, 8.0).reshape(1, 1, 4, 4)
STEPS = (
    Step(1, "call", "output_size", args=(7, 2)),
    Step(2, "call", "output_shape", args=((7, 9), 2)),
    Step(3, "call", "max_pool2d", args=(X, 2)),
    Step(4, "call", "compare_pooling", args=(X,)),
    Step(5, "call", "max_pool2d", args=(X, 0)),  # raises ValueError
    Step(6, "call", "max_pool3d"),  # is missing
    Step(7, "get", "torch"),  # an object, which stays there
    Step(8, "vjp", "global_avg_pool2d", args=(X,), cotangent=torch.ones(1, 1)),
    Step(9, "changes", "max_pool2d", args=(X, 2)),
)


def framed(value: object) -> bytes:
    """One frame that holds a value."""
    header, pieces = encode(value, 1 << 20)
    return packed(header, b"".join(pieces))


def packed(header: bytes, body: bytes) -> bytes:
    """One frame of a header and a body."""
    return PREFIX.pack(b"AGW1", len(header), len(body)) + header + body


def recorded() -> list[bytes]:
    """All frames of a worker that is loaded with an honest hand-in and then asked `STEPS`."""
    ours, theirs = socket.socketpair()
    order = Order("pooling", "pooling.py", {"pooling.py": HANDED_IN.read_bytes()})
    arguments = [sys.executable, "-c", WORKER, str(theirs.fileno())]
    with subprocess.Popen(arguments, pass_fds=[theirs.fileno()], cwd=ROOT) as process:
        theirs.close()
        with ours, ours.makefile("rb") as answers:
            send(ours.fileno(), order.value(), Caps())
            frames = [_next_frame(answers), _next_frame(answers)]
            for step in STEPS:
                send(ours.fileno(), {"call": CALL, **msgspec.structs.asdict(step)}, Caps())
                frames.append(_next_frame(answers))
            process.kill()  # it would complain that nobody asks any more
    return frames


def _next_frame(answers: BinaryIO) -> bytes:
    prefix = answers.read(PREFIX.size)
    _, header, body = PREFIX.unpack(prefix)
    return prefix + answers.read(header + body)


ODD_SIZES = (-1, 1 << 20, (1 << 39), (1 << 40), (1 << 63), True, 1.5, "3", None)
ODD_TEXTS = ("", "value", "raised", "todo", "\0", "\x1b[31m", "::error::", "é" * 200, CALL)
ODD_BYTES = (
    b"\xc1",  # means nothing in msgpack
    b"\xdd\xff\xff\xff\xff",  # a list of 4 billion
    b"\x91" * 2000,  # nested
    b"\x92\xa1l\x91" * 400 + b"\xc0",  # nested, of our own lists
    b"\xdf\x00\xff\xff\xff",  # a mapping
    b"\x81\xa1a\x01",
    b"\xd6\xff\x00\x00\x00\x00",  # a time
    b"\xc7\x03\x05abc",  # an extension
    b"\xdb\xff\xff\xff\xffa",  # a text of 4 GB
    b"\xa2\xff\xfe",  # no UTF-8
    b"\xc6\x00\x00\x00\x04abcd",  # msgpack's own bytes
)


class OddAnswer:
    """One answer, right in most places; `frame` is its bytes."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self.size = 0  # of the body that the header asks for
        header = msgspec.msgpack.encode(self._answer())
        size = self.size + source.choice((0,) * 12 + (1, -1, 64, 3000))
        body = (bytes if source.random() < 0.5 else source.randbytes)(max(0, size))
        self.frame = self._prefix(len(header), len(body)) + header + body

    def _prefix(self, header: int, body: int) -> bytes:
        if self.source.random() < 0.9:
            return PREFIX.pack(b"AGW1", header, body)
        odd = self.source.choice(((1, 0), (-1, 0), (0, 1), (0, -1), (1 << 18, 0), (0, 1 << 63)))
        return PREFIX.pack(
            self.source.choice((b"AGW1", b"AGW2")), max(0, header + odd[0]), max(0, body + odd[1])
        )

    def _answer(self) -> object:
        kinds = (self._value, self._raised, self._training)
        fields = self.source.choices(kinds, (6, 4, 2))[0]()
        while self.source.random() < 0.3:
            place = self.source.randrange(len(fields))
            match self.source.randrange(4):
                case 0:
                    del fields[place]
                case 1:
                    fields.insert(place, self._node(0))
                case _:
                    fields[place] = self._node(0)
            fields = fields or [None]
        return self._node(0) if self.source.random() < 0.05 else ["u", fields]

    def _value(self) -> list:
        return [CALL, "value", self._node(0), self.source.choice((0.5, 1e300, float("nan")))]

    def _raised(self) -> list:
        kind = self.source.choice(("raised", "todo", "missing", "forbidden", "memory", "odd"))
        bases = ["u", [self.source.choice(ODD_TEXTS) for _ in range(self.source.randrange(4))]]
        texts = [self.source.choice(ODD_TEXTS) for _ in range(4)]
        line = self.source.choice((0, 7, -1, (1 << 64) - 1))
        return [CALL, "raised", kind, *texts[:2], bases, texts[2], line, texts[3]]

    def _training(self) -> list:
        steps = self.source.choices(
            (50, 100, 0, -1, True, 1.0, 1 << 60), (6, 6, 1, 1, 1, 1, 1), k=2
        )
        numbers = (0.5, 0.0, -1.0, 1e300, float("nan"), float("inf"), 1)
        return [CALL, "training", *steps, *self.source.choices(numbers, (6, 6, 1, 1, 1, 1, 1), k=2)]

    def _node(self, depth: int) -> object:
        """Anything that may stand in a header, and some things that may not."""
        if self.source.random() < 0.04:
            return self._odd()
        leaves = (self._scalar, self._tensor, self._tensor, self._bytes, self._standin)
        containers = (self._items, self._dict)
        return self.source.choice(leaves if depth > 3 else leaves + containers)(depth + 1)

    def _scalar(self, _: int) -> object:
        return self.source.choice((None, True, 0, -1, 1 << 63, 2.5, float("inf"), *ODD_TEXTS))

    def _tensor(self, _: int) -> object:
        is_numpy = self.source.random() < 0.5
        dtype = self.source.choice(list(NUMPY if is_numpy else TORCH))
        shape: list = [self.source.choice((1, 2, 3, 5, 0)) for _ in range(self.source.randrange(4))]
        elements = 1
        for size in shape:
            elements *= size
        self._asks_for(elements * SIZE[dtype])
        if self.source.random() < 0.2:
            shape.insert(0, self.source.choice(ODD_SIZES))
        if self.source.random() < 0.05:
            shape *= 9
        if self.source.random() < 0.1:
            dtype = self.source.choice(("object", "f8", "", "f32\0", "u32", 3, None))
        odd = self.source.random() < 0.1
        return ["t", dtype, shape, self.source.choice((None, 1, "no")) if odd else is_numpy]

    def _bytes(self, _: int) -> object:
        size = self.source.choice((0, 1, 7, 100))
        self._asks_for(size)
        return ["b", self.source.choice(ODD_SIZES) if self.source.random() < 0.1 else size]

    def _asks_for(self, size: int) -> None:
        self.size += -self.size % ALIGNMENT + size

    def _standin(self, _: int) -> object:
        odd = self.source.random() < 0.1
        number = self.source.choice((-1, 1 << 62, None)) if odd else 3
        kind = self.source.choice((*ODD_TEXTS, "N" * 101, 3) if odd else ("Net", "\x1b[31m"))
        return self.source.choice((["r", number, kind], ["r", number], ["g", number]))

    def _odd(self) -> object:
        raw = msgspec.Raw(self.source.choice(ODD_BYTES))
        tag = self.source.choice(("l", "u", "d", "t", "b", "x", 3, None))
        return self.source.choice((raw, [tag], [tag, raw], {"l": []}, [], b"raw"))

    def _items(self, depth: int) -> object:
        count = self.source.choice((0, 1, 2, 3, 5))
        return [self.source.choice("lu"), [self._node(depth) for _ in range(count)]]

    def _dict(self, depth: int) -> object:
        keys = [self._scalar(0) for _ in range(self.source.randrange(4))]
        more = self.source.choice((0, 0, 0, 0, 1, -1))
        return ["d", keys, [self._node(depth) for _ in range(max(0, len(keys) + more))]]
