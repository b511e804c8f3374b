"""What is too large, too deep or no plain data is refused before anything is sent."""

import time
import warnings

import numpy as np
import pytest
import torch
from wire_ends import CAPS, SOON, crossed

from autograder.protocol.wire import Caps, Unsendable, decode, encode, send


def refused(value, match):
    with pytest.raises(Unsendable, match=match):
        encode(value, CAPS.body)


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
