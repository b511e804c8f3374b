"""A frame that lies about itself never arrives."""

import os
import time

import pytest
import torch
from wire_ends import CAPS, SOON, TENSOR, crossed, frame

from autograder.errors import ProtocolError
from autograder.protocol.deadline import Deadline
from autograder.protocol.wire import Ref, receive, send


def received(data):
    """What `receive` makes of these bytes, followed by the end of the channel."""
    there, here = os.pipe()
    os.write(here, data)
    os.close(here)
    try:
        return receive(there, CAPS, Deadline(10))
    finally:
        os.close(there)


DEEP = b"\x92\xa1l\x91" * 3000 + b"\xc0"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(frame(None, magic=b"AGW2"), id="another magic"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", id="another protocol"),
        pytest.param(frame(None, header_size=1 << 31), id="a huge header"),
        pytest.param(frame(None, body_size=1 << 63), id="a huge body"),
        pytest.param(frame(None, header_size=(1 << 16) + 1), id="a header just over the cap"),
        pytest.param(frame(None, body_size=(1 << 20) + 1), id="a body just over the cap"),
        pytest.param(frame(b""), id="an empty header"),
        pytest.param(frame(b"\xc1"), id="no msgpack"),
        pytest.param(frame(b"\xc0\xc0"), id="two headers"),
        pytest.param(frame(b"\xa1\xff"), id="no UTF-8"),
        pytest.param(frame(b"\xd4\x05\x00"), id="an extension"),
        pytest.param(frame(b"\xd6\xff\x00\x00\x00\x00"), id="a timestamp"),
        pytest.param(frame(b"\xc4\x01a"), id="bytes in the header"),
        pytest.param(frame(b"\xdd\xff\xff\xff\xff"), id="a list of 4 G items"),
        pytest.param(frame(DEEP), id="deep nesting"),
        pytest.param(frame([1, 2]), id="no tag"),
        pytest.param(frame(["z", 1]), id="an unknown tag"),
        pytest.param(frame([["l"], []]), id="a list as a tag"),
        pytest.param(frame(["l", 5]), id="a list that is none"),
        pytest.param(frame({"a": 1}), id="a raw map"),
        pytest.param(frame(["d", ["a"], []]), id="more keys than values"),
        pytest.param(frame(["d", [], [1]]), id="more values than keys"),
        pytest.param(frame(["d", [["l", []]], [1]]), id="a list as a key"),
        pytest.param(frame(["r", "0", "Net"]), id="a reference by name"),
        pytest.param(frame(["r", 0, "N" * 101]), id="a long class name"),
        pytest.param(frame(["g", -1]), id="a negative seed"),
        pytest.param(frame(["g", 1 << 62]), id="a seed over 62 bits"),
        pytest.param(frame(["l", [0] * 20_000]), id="too many parts"),
        pytest.param(frame(TENSOR, bytes(7)), id="a body too short"),
        pytest.param(frame(TENSOR, bytes(9)), id="a body too long"),
        pytest.param(frame(None, b"\0"), id="a body of nothing"),
        pytest.param(frame(["t", "f32", [-1], False], bytes(4)), id="a negative dimension"),
        pytest.param(frame(["t", "f32", [2.0], False], bytes(8)), id="a float as a dimension"),
        pytest.param(frame(["t", "f32", [True, 2], False], bytes(8)), id="a bool as a dimension"),
        pytest.param(frame(["t", "f32", [1 << 39, 1 << 39], False]), id="a huge shape"),
        pytest.param(frame(["t", "f32", [0, 1 << 39, 1 << 39], False]), id="a huge empty shape"),
        pytest.param(frame(["t", "u8", [1 << 63], False]), id="a dimension over 64 bits"),
        pytest.param(frame(["t", "u8", [0] * 17, False]), id="too many dimensions"),
        pytest.param(frame(["t", "f32", [2], 1], bytes(8)), id="an int for a bool"),
        pytest.param(frame(["t", "f128", [2], False], bytes(32)), id="an unknown dtype"),
        pytest.param(frame(["t", "u16", [2], False], bytes(4)), id="a dtype only NumPy has"),
        pytest.param(frame(["t", "bf16", [2], True], bytes(4)), id="a dtype only torch has"),
        pytest.param(frame(["t", "O", [2], True], bytes(16)), id="pickled objects"),
        pytest.param(frame(["t", "bool", [2], False], b"\1\2"), id="a bool of 2"),
        pytest.param(frame(["t", "bool", [2], True], b"\xff\0"), id="a NumPy bool of 255"),
        pytest.param(frame(["b", 9], bytes(8)), id="too many bytes"),
        pytest.param(frame(["b", -1], bytes(8)), id="negative bytes"),
        pytest.param(frame(["l", [["b", 1], ["b", 1]]], bytes(2)), id="overlapping pieces"),
        pytest.param(frame(["l", [["b", 8], ["b", 1 << 39]]], bytes(72)), id="a piece far outside"),
    ],
)
def test_a_frame_that_contradicts_itself_is_a_protocol_error(data):
    start = time.monotonic()
    with pytest.raises(ProtocolError):
        received(data)
    assert time.monotonic() - start < SOON


@pytest.mark.parametrize("kind", ["", "a b", "\x1b[31m", "x\n", "a\u202eb", "<b>", "x" * 101])
def test_an_object_has_a_name_for_its_kind_or_is_a_protocol_error(kind):
    with pytest.raises(ProtocolError):
        crossed(Ref(1, kind))


def test_a_frame_one_level_too_deep_is_a_protocol_error():
    node = None
    for _ in range(17):
        node = ["u", [node]]
    with pytest.raises(ProtocolError, match="too deeply"):
        received(frame(node))


@pytest.mark.parametrize("kept", [0, 1, 15, 16, 17, 30, -1])
def test_a_frame_cut_short_is_the_end_of_the_channel(kept):
    whole = frame(TENSOR, bytes(8))
    with pytest.raises(EOFError):
        received(whole[:kept])


def test_an_empty_tensor_of_a_long_shape_is_harmless():
    assert received(frame(["t", "u8", [0, 1 << 30], False])).shape == (0, 1 << 30)


def test_a_second_frame_waits_for_its_turn():
    there, here = os.pipe()
    send(here, "first", CAPS)
    send(here, torch.ones(3), CAPS)
    assert receive(there, CAPS) == "first"
    assert receive(there, CAPS).tolist() == [1, 1, 1]
    os.close(there)
    os.close(here)
