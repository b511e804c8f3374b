"""The wire: whatever is sent arrives as plain data; a frame that lies never arrives at all."""

import enum
import os
import socket
import struct
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import msgspec
import numpy as np
import pytest
import torch

from autograder.errors import ProtocolError
from autograder.protocol.deadline import Deadline
from autograder.protocol.wire import Caps, Ref, Seeded, Unsendable, decode, encode, receive, send

CAPS = Caps(header=1 << 16, body=1 << 20)
SOON = 5  # seconds, on a busy machine; what must not happen takes longer
TORCH = [
    torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
    torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
]  # fmt: skip
NUMPY = [
    np.float16, np.float32, np.float64, np.complex64, np.complex128, np.bool_, np.uint8, np.int8,
    np.int16, np.int32, np.int64, np.uint16, np.uint32, np.uint64,
]  # fmt: skip
SHAPES = [(), (1,), (0,), (2, 0, 3), (3, 1, 2), (1,) * 16]


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


def refused(value, match):
    with pytest.raises(Unsendable, match=match):
        encode(value, CAPS.body)


def received(data):
    """What `receive` makes of these bytes, followed by the end of the channel."""
    there, here = os.pipe()
    os.write(here, data)
    os.close(here)
    try:
        return receive(there, CAPS, Deadline(10))
    finally:
        os.close(there)


def frame(header, body=b"", magic=b"AGW1", header_size=None, body_size=None):
    header = header if isinstance(header, bytes) else msgspec.msgpack.encode(header)
    sizes = (
        len(header) if header_size is None else header_size,
        len(body) if body_size is None else body_size,
    )
    return struct.pack("<4sIQ", magic, *sizes) + header + body


# --------------------------------------------------------------------------------- what crosses


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", TORCH, ids=str)
def test_a_tensor_arrives_as_it_was_sent(dtype, shape):
    generator = torch.Generator().manual_seed(1)
    sent = (torch.randn(shape, generator=generator) * 50).abs().to(dtype)
    arrived = crossed(sent)
    assert (type(arrived), arrived.dtype, arrived.shape) == (torch.Tensor, dtype, sent.shape)
    assert torch.equal(arrived, sent)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", NUMPY, ids=lambda dtype: dtype.__name__)
def test_an_array_arrives_as_it_was_sent(dtype, shape):
    sent = np.asarray(np.random.default_rng(1).random(shape) * 50).astype(dtype)
    arrived = crossed(sent)
    assert (type(arrived), arrived.dtype, arrived.shape) == (np.ndarray, sent.dtype, shape)
    assert np.array_equal(arrived, sent)


@pytest.mark.parametrize("dtype", NUMPY, ids=lambda dtype: dtype.__name__)
def test_a_numpy_scalar_arrives_with_its_value(dtype):
    arrived = crossed(dtype(1))
    assert np.asarray(arrived).dtype == dtype
    assert np.shape(arrived) == ()
    assert arrived == 1


@pytest.mark.parametrize(
    "dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64], ids=str
)
def test_every_bit_of_nan_and_infinity_arrives(dtype):
    sent = torch.tensor([float("nan"), float("inf"), -float("inf"), -0.0], dtype=dtype)
    assert torch.equal(crossed(sent).view(torch.uint8), sent.view(torch.uint8))


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(lambda x: x.t(), id="transposed"),
        pytest.param(lambda x: x[::2, 1::2], id="strided"),
        pytest.param(lambda x: x[:1].expand(5, 6), id="expanded"),
        pytest.param(lambda x: x[1:], id="offset"),
        pytest.param(
            lambda x: x.reshape(1, 4, 3, 2).to(memory_format=torch.channels_last), id="nhwc"
        ),
        pytest.param(lambda x: x.clone().requires_grad_() * 2, id="with a gradient"),
        pytest.param(lambda x: torch.complex(x, x).conj(), id="conjugated"),
        pytest.param(lambda x: torch.complex(x, x).conj().imag, id="negated"),
    ],
)
def test_a_view_arrives_contiguous(view):
    sent = view(torch.arange(24.0).reshape(4, 6))
    arrived = crossed(sent)
    assert torch.equal(arrived, sent)
    assert arrived.is_contiguous()
    assert not arrived.requires_grad


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(lambda x: x[::-1], id="backwards"),
        pytest.param(lambda x: x.T, id="transposed"),
        pytest.param(np.asfortranarray, id="fortran"),
        pytest.param(lambda x: np.broadcast_to(x[0], (5, 6)), id="broadcast"),
        pytest.param(np.ma.masked_array, id="masked"),
    ],
)
def test_a_numpy_view_arrives_contiguous(view):
    sent = view(np.arange(24.0).reshape(4, 6))
    arrived = crossed(sent)
    assert type(arrived) is np.ndarray
    assert np.array_equal(arrived, sent)
    assert arrived.flags.c_contiguous


def test_an_arrived_tensor_may_be_written_to():
    arrived = crossed([torch.zeros(3), np.zeros(3)])
    arrived[0] += 1
    arrived[1] += 1
    assert arrived[0].tolist() == arrived[1].tolist() == [1, 1, 1]


def test_tensors_of_one_value_keep_apart():
    sent = [torch.arange(3, dtype=torch.int8), b"abc", np.arange(5.0), torch.ones(2, 2), b""]
    first, text, second, third, nothing = crossed(sent)
    assert (first.tolist(), text, second.tolist()) == ([0, 1, 2], b"abc", [0, 1, 2, 3, 4])
    assert (third.tolist(), nothing) == ([[1, 1], [1, 1]], b"")


class Loud(torch.Tensor):
    """A tensor subclass that claims things about itself."""

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        with torch._C.DisableTorchFunctionSubclass():
            return function(*args, **(kwargs or {}))

    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(torch.nn.Parameter(torch.ones(2)), id="parameter"),
        pytest.param(torch.ones(2).as_subclass(Loud), id="subclass"),
    ],
)
def test_a_tensor_subclass_arrives_as_a_plain_tensor(sent):
    arrived = crossed(sent)
    assert type(arrived) is torch.Tensor
    assert arrived.tolist() == [1, 1]


@pytest.mark.parametrize(
    "sent",
    [
        None, True, False, 0, -1, 2**63 - 1, -(2**63), 2**64 - 1, 0.5, -0.0, float("inf"),
        "", "naïve 卷积 \0 \U0001f600", b"", b"\0\xff" * 40, [], (), {}, [[], ()], (1, [2, (3,)]),
        {"a": 1, 2: "b", None: [], 2.5: {"c": ()}}, Ref(3, "Net"), Seeded(7),
    ],
    ids=repr,
)  # fmt: skip
def test_a_plain_value_arrives_with_its_types(sent):
    assert repr(crossed(sent)) == repr(sent)


def test_true_and_one_stay_different_keys_and_values():
    assert repr(crossed([{True: 1}, {1: True}])) == "[{True: 1}, {1: True}]"


def test_not_a_number_arrives():
    assert str(crossed(float("nan"))) == "nan"


class Level(enum.IntEnum):
    HIGH = 3


class Name(str):
    __slots__ = ()

    def __str__(self):
        return f"the name {self!r}"


class Pair(NamedTuple):
    first: int
    second: int


@pytest.mark.parametrize(
    ("sent", "arrived"),
    [
        pytest.param(torch.Size([2, 3]), (2, 3), id="size"),
        pytest.param(Pair(1, 2), (1, 2), id="named tuple"),
        pytest.param(Level.HIGH, 3, id="int enum"),
        pytest.param(Name("a"), "a", id="str subclass"),
        pytest.param(bytearray(b"ab"), b"ab", id="bytearray"),
        pytest.param({Level.HIGH: 1}, {3: 1}, id="int enum as a key"),
        pytest.param({Name("a"): 1}, {"a": 1}, id="str subclass as a key"),
        pytest.param({np.float64(0.5): 1}, {0.5: 1}, id="numpy float as a key"),
    ],
)
def test_a_subclass_arrives_as_what_it_stands_for(sent, arrived):
    assert repr(crossed(sent)) == repr(arrived)


# ------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(lambda: torch.ones(1).expand(1 << 45), id="tensor"),
        pytest.param(lambda: torch.ones(1, dtype=torch.bfloat16).expand(1 << 45), id="bfloat16"),
        pytest.param(lambda: np.broadcast_to(np.ones(1), (1 << 45,)), id="array"),
        pytest.param(lambda: [torch.ones(1 << 16)] * 5, id="five that fit one by one"),
        pytest.param(lambda: bytes((1 << 20) + 1), id="bytes"),
        pytest.param(lambda: [b"ab", bytes((1 << 20) - 3)], id="over by the alignment"),
    ],
)
def test_more_than_the_cap_is_refused_before_it_is_copied(value):
    start = time.monotonic()
    refused(value(), "larger than 1 MB")
    assert time.monotonic() - start < SOON


def test_the_cap_itself_still_crosses():
    header, pieces = encode(bytes(1 << 20), 1 << 20)
    assert len(decode(header, bytearray(b"".join(pieces)))) == 1 << 20


def quantised():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)


def nested():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: torch.ones(2).to_sparse(), id="sparse"),
        pytest.param(lambda: torch.ones(2).to_mkldnn(), id="mkldnn"),
        pytest.param(lambda: torch.ones(2, device="meta"), id="meta"),
        pytest.param(quantised, id="quantised"),
        pytest.param(nested, id="nested"),
        pytest.param(lambda: torch.ones(2).to(torch.float8_e4m3fn), id="float8"),
        pytest.param(lambda: torch.ones(2, dtype=torch.uint16), id="uint16"),
        pytest.param(lambda: torch.ones([1] * 17), id="17 dimensions"),
        pytest.param(lambda: torch.ones(0, 1 << 41), id="too long a dimension"),
    ],
)
def test_a_tensor_that_cannot_cross_is_unsendable(make):
    refused(make(), "tensor")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: np.array(["a"]), id="text"),
        pytest.param(lambda: np.array([None]), id="objects"),
        pytest.param(lambda: np.zeros(2, dtype=[("a", "f4")]), id="structured"),
        pytest.param(lambda: np.zeros(2, dtype=">f4"), id="big-endian"),
        pytest.param(lambda: np.zeros(2, dtype=np.longdouble), id="long double"),
        pytest.param(lambda: np.datetime64("2026-01-01"), id="date"),
        pytest.param(lambda: np.zeros([1] * 17), id="17 dimensions"),
    ],
)
def test_an_array_that_cannot_cross_is_unsendable(make):
    refused(make(), "array")


@pytest.mark.parametrize(
    "value",
    [2**64, -(2**63) - 1, 10**5000, {2**64: 1}],
    ids=["over", "under", "huge", "key"],
)
def test_an_integer_over_64_bits_is_unsendable(value):
    refused(value, "int")


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, ["a\udc80"]], ids=ascii)
def test_half_a_character_is_unsendable(value):
    refused(value, "surrogates")


@pytest.mark.parametrize("key", [(1, 2), b"a", torch.Size([1]), frozenset()], ids=repr)
def test_an_odd_key_is_unsendable(key):
    refused({key: 1}, "keys")


@pytest.mark.parametrize(
    "value",
    [object(), 1j, {1}, len, range(3), torch.nn.ReLU()],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_data_is_unsendable_by_the_name_of_its_type(value):
    refused([value], f"type {type(value).__name__}$")


def cycle():
    found = []
    found += [found] * 10
    return found


def tower(floors):
    found = ()
    for _ in range(floors):
        found = (found, found)
    return found


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(cycle, id="cyclic"),
        pytest.param(lambda: tower(100), id="doubling"),
        pytest.param(lambda: [0] * 20_000, id="long"),
        pytest.param(lambda: [dict.fromkeys(range(7000))] * 3, id="dicts"),
    ],
)
def test_too_deep_or_too_long_a_container_is_refused_in_no_time(make):
    value = make()
    start = time.monotonic()
    refused(value, "too deeply or has too many parts")
    assert time.monotonic() - start < SOON


def test_the_deepest_and_longest_containers_still_cross():
    deep = ()
    for _ in range(16):
        deep = (deep,)
    assert crossed(deep) == deep
    assert len(crossed([0] * 19_999)) == 19_999


def test_a_header_over_the_cap_is_unsendable():
    with pytest.raises(Unsendable, match="too many parts"):
        send(1, "a" * 200, Caps(header=100))


# ------------------------------------------------------------------------- frames that are lies

TENSOR = ["t", "f32", [2], False]
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


# ------------------------------------------------------------------------------------ deadlines


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
