"""Whatever is sent arrives as plain data with its type, shape and bits."""

import enum
from typing import NamedTuple

import numpy as np
import pytest
import torch
from wire_ends import crossed

from autograder.protocol.wire import Ref, Seeded

TORCH = [
    torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
    torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
]  # fmt: skip
NUMPY = [
    np.float16, np.float32, np.float64, np.complex64, np.complex128, np.bool_, np.uint8, np.int8,
    np.int16, np.int32, np.int64, np.uint16, np.uint32, np.uint64,
]  # fmt: skip
SHAPES = [(), (1,), (0,), (2, 0, 3), (3, 1, 2), (1,) * 16]


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
