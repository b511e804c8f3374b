"""The wire under random values and random damage: it gives data or one of three errors, soon."""

import os
import random
import struct
import time
from contextlib import suppress

import msgspec
import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import ProtocolError
from autograder.protocol.deadline import Deadline
from autograder.protocol.wire import Caps, Ref, Seeded, Unsendable, decode, encode, receive

CAPS = Caps(header=1 << 12, body=1 << 14)
MUTATED_FRAMES = 40_000
PLAIN = (
    type(None),
    bool,
    int,
    float,
    str,
    bytes,
    list,
    tuple,
    dict,
    Ref,
    Seeded,
    torch.Tensor,
    np.ndarray,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
)
SHAPES = st.lists(st.integers(0, 3), max_size=4).map(tuple)
TENSORS = st.builds(
    lambda shape, dtype, seed: torch.from_numpy(_bytes(shape, seed)).to(dtype),
    SHAPES,
    st.sampled_from([torch.float32, torch.bfloat16, torch.int64, torch.bool, torch.complex64]),
    st.integers(0, 9),
)
ARRAYS = st.builds(
    lambda shape, dtype, seed: _bytes(shape, seed).astype(dtype),
    SHAPES,
    st.sampled_from([np.float64, np.float16, np.uint32, np.bool_, np.complex128]),
    st.integers(0, 9),
)
STANDINS = st.builds(Ref, st.integers(0, 99), st.text("ab", min_size=1)) | st.builds(
    Seeded, st.integers(0, 2**62 - 1)
)
LEAVES = SCALARS | st.binary() | TENSORS | ARRAYS | STANDINS
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(SCALARS, inner, max_size=4)
    ),
    max_leaves=12,
)


def _bytes(shape, seed):
    return np.random.default_rng(seed).integers(0, 100, shape, np.uint8)


def same(a, b):
    """Equal in type, shape, dtype and every bit."""
    if type(a) is not type(b):
        return False
    if isinstance(a, torch.Tensor):
        return (a.dtype, a.shape) == (b.dtype, b.shape) and torch.equal(a, b)
    if isinstance(a, np.ndarray):
        return (a.dtype, a.shape) == (b.dtype, b.shape) and np.array_equal(a, b)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    if isinstance(a, float):
        return struct.pack("<d", a) == struct.pack("<d", b)
    return a == b


def is_plain(value):
    """Whether a value is data through and through."""
    if isinstance(value, list | tuple):
        return type(value) in PLAIN and all(map(is_plain, value))
    if isinstance(value, dict):
        return all(map(is_plain, value)) and all(map(is_plain, value.values()))
    return type(value) in PLAIN


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(VALUES)
def test_whatever_is_encoded_is_decoded(value):
    header, pieces = encode(value, 1 << 20)
    assert same(decode(header, bytearray(b"".join(pieces))), value)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_random_bytes_are_data_or_a_protocol_error(header, body):
    with suppress(ProtocolError):
        assert is_plain(decode(header, bytearray(body)))


def seeds():
    """Frames that are right, each with another kind of content."""
    values = [
        None,
        -1.5,
        [1, "a", (True, None)],
        {"output": torch.ones(2, 3), "args": [torch.zeros(0, 3), None], 3: b"abc"},
        ("call", "value", np.arange(6.0).reshape(2, 3), 0.25),
        ("call", "raised", "todo", "E", "m", ("E", "Exception"), "a.py", 3),
        [
            torch.tensor([True, False]),
            Ref(4, "Net"),
            Seeded(3),
            torch.ones(2, dtype=torch.bfloat16),
        ],
        [[[[[["deep"]]]]]],
    ]
    for value in values:
        header, pieces = encode(value, 1 << 20)
        body = b"".join(pieces)
        yield struct.pack("<4sIQ", b"AGW1", len(header), len(body)) + header + body


def mutated(frame, source):
    """The frame with one to three kinds of damage."""
    data = bytearray(frame)
    for _ in range(source.randint(1, 3)):
        place = source.randrange(len(data) + 1)
        match source.randrange(6):
            case 0:
                data[place : place + 1] = bytes([source.randrange(256)])
            case 1:
                data[place : place + 1] = bytes(
                    [(data[place % len(data)] ^ 1 << source.randrange(8))]
                )
            case 2:
                del data[place : place + source.randint(1, 9)]
            case 3:
                data[place:place] = source.randbytes(source.randint(1, 9))
            case 4:
                data[place:place] = data[place - 9 : place]
            case 5:  # a length, a count or a marker of msgpack
                data[place : place + 1] = bytes(
                    [source.choice(b"\x90\x9f\xc1\xcf\xd9\xdd\xdf\xff\x7f")]
                )
        data = data or bytearray(b"A")
    return bytes(data)


def outcome(data):
    """How `receive` ends on these bytes; any error but the wire's own comes through."""
    there, here = os.pipe()
    os.write(here, data)
    os.close(here)
    try:
        assert is_plain(receive(there, CAPS, Deadline(60)))
    except (ProtocolError, EOFError) as error:
        return type(error)
    finally:
        os.close(there)
    return None


def test_no_damaged_frame_does_more_than_fail():
    source = random.Random(20)
    frames = list(seeds())
    start = time.monotonic()
    counts = {None: 0, ProtocolError: 0, EOFError: 0}
    for i in range(MUTATED_FRAMES):
        counts[outcome(mutated(frames[i % len(frames)], source))] += 1
    assert time.monotonic() - start < 20
    assert min(counts.values()) > MUTATED_FRAMES // 100, counts  # the damage is of every kind


def test_the_undamaged_frames_are_received():
    assert [outcome(frame) for frame in seeds()] == [None] * 8


def test_damage_behind_a_right_prefix_is_found_as_well():
    source = random.Random(21)
    header, pieces = encode({"a": [torch.ones(3), "text", (1, 2.5)], "b": b"abc"}, 1 << 20)
    body = b"".join(pieces)
    for _ in range(5000):
        damaged = mutated(header, source)
        with suppress(ProtocolError):
            assert is_plain(decode(damaged, bytearray(body)))


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=6), max_leaves=30))
def test_a_well_formed_message_that_means_nothing_is_data_or_a_protocol_error(message):
    with suppress(ProtocolError):
        assert is_plain(decode(msgspec.msgpack.encode(message), bytearray(8)))


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(["t", "b", "l", "u", "d", "r", "g", "x"]),
    st.lists(SCALARS | st.lists(SCALARS | st.integers(0, 1 << 40), max_size=4), max_size=4),
    st.binary(max_size=64),
)
def test_a_known_tag_with_odd_fields_is_data_or_a_protocol_error(tag, fields, body):
    with suppress(ProtocolError):
        assert is_plain(decode(msgspec.msgpack.encode([tag, *fields]), bytearray(body)))


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.integers(-(2**80), 2**80))
def test_an_integer_of_any_size_crosses_or_is_unsendable(value):
    try:
        header, _ = encode(value, 0)
    except Unsendable:
        assert not -(2**63) <= value < 2**64
    else:
        assert decode(header, bytearray()) == value
