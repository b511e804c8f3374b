"""Whatever a student answers, a check fails at most and never breaks."""

import numpy as np
import pytest
import torch
from failed_checks import FLOATS, INF, NAN, message
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import CheckFailure
from autograder.protocol.steps import Value
from autograder.protocol.wire import Ref, Seeded
from autograder.suite import (
    Namespace,
    assert_close,
    assert_equal,
    assert_refuses,
    assert_unchanged,
    fields,
    local,
    number,
    tensor,
)

HANDLE = local({"f": object}).f()


class Unfriendly:
    """An object that answers every question with an error."""

    def __eq__(self, other):
        raise RuntimeError

    __hash__ = None

    def __len__(self):
        raise RuntimeError

    def __bool__(self):
        raise RuntimeError


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=5)
)
DTYPES = st.sampled_from([*FLOATS, torch.complex64, torch.bool, torch.uint8, torch.int64])
NUMPY_DTYPES = st.sampled_from(
    ["f2", "f4", "f8", ">f8", "g", "c8", "?", "u1", "i8", "U3", "O", "M8[s]"]
)
SHAPES = st.lists(st.integers(0, 3), max_size=3)
TENSORS = st.builds(lambda shape, dtype: torch.ones(shape).to(dtype), SHAPES, DTYPES)
ARRAYS = st.builds(np.zeros, SHAPES, NUMPY_DTYPES)
NUMPY_SCALARS = st.sampled_from(
    [np.float64(1), np.float32(NAN), np.int8(1), np.True_, np.str_("a"), np.complex64(1j)]
)
OBJECTS = st.builds(
    lambda make: make(),
    st.sampled_from([object, Unfriendly, set, lambda: range(3), lambda: HANDLE]),
)
ODD = st.recursive(
    SCALARS | TENSORS | ARRAYS | NUMPY_SCALARS | OBJECTS | st.builds(Seeded, st.integers(0, 9)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.sampled_from(["a", "b", 1]), inner, max_size=3)
    ),
    max_leaves=6,
)
EXPECTED = st.sampled_from(
    [
        None, 3, 3.5, NAN, INF, True, "ab", torch.ones(2, 3), torch.ones(2, dtype=torch.int64),
        torch.ones(()), torch.ones(1, dtype=torch.bfloat16), torch.ones(2, dtype=torch.complex64),
        torch.tensor([True]), np.ones((2, 3)), np.ones(2, dtype=np.int64), np.float64(1.5),
        [1, 2.5], (torch.ones(2), "a"), {"a": torch.ones(2), "b": 1}, {"a": {"b": [np.ones(2)]}}, {},
    ]
)  # fmt: skip


def fails_at_most(call, *args, **kwargs):
    """Run a check; any exception but `CheckFailure` comes through."""
    try:
        call(*args, **kwargs)
    except CheckFailure as failure:
        return str(failure)
    return ""


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(got=ODD, expected=EXPECTED)
def test_an_odd_answer_is_never_more_than_a_failed_comparison(got, expected):
    for compare in (assert_close, assert_equal):
        said = fails_at_most(compare, got, expected)
        assert len(said) < 400


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(got=ODD)
def test_an_odd_answer_is_never_more_than_a_failed_check(got):
    fails_at_most(number, got)
    fails_at_most(tensor, got)
    fails_at_most(tensor, got, (2, 3))
    fails_at_most(fields, got, "a", "b")


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(got=ODD)
def test_an_odd_answer_is_never_a_refusal_or_unchanged_by_accident(got):
    class Odd:
        def answer(self, _):
            return Value(got)

    odd = Namespace(Odd())
    assert fails_at_most(assert_refuses, odd.f, 1)
    fails_at_most(assert_unchanged, odd.f, 1)
    fails_at_most(odd.f.vjp, torch.ones(1), 1)
    fails_at_most(odd.f.new)


@pytest.mark.parametrize("expected", [3, 2.5, "a", None, {"a": 1}, [1]], ids=repr)
def test_a_tensor_inside_a_container_is_never_more_than_a_failure(expected):
    for got in ({"a": torch.ones(2)}, [torch.ones(2)], {"a": np.ones(2)}, torch.ones(2)):
        assert fails_at_most(assert_equal, got, expected)
        assert fails_at_most(assert_close, got, expected)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: torch.ones(1).to_sparse(), id="sparse"),
        pytest.param(lambda: torch.ones(1, device="meta"), id="meta"),
        pytest.param(lambda: torch.ones(1, dtype=torch.float8_e4m3fn), id="float8"),
    ],
)
def test_a_tensor_that_no_wire_would_bring_is_never_more_than_a_failure(make):
    assert fails_at_most(assert_close, make(), torch.full((1,), 2.0))
    fails_at_most(number, make())


@pytest.mark.parametrize("got", [10**400, -(10**5000)], ids=["large", "huge"])
@pytest.mark.parametrize("expected", [3, 3.5, "a", torch.ones(1)], ids=repr)
def test_a_huge_integer_is_never_more_than_a_failure(got, expected):
    assert fails_at_most(assert_close, got, expected)
    assert fails_at_most(assert_equal, got, expected)


def test_a_reference_is_never_shown_as_one():
    class Odd:
        def answer(self, _):
            return Value([Ref(0, "Net")])

    found = message(assert_close, Namespace(Odd()).f(), [torch.ones(2)])
    assert found == "the output[0] must be a tensor, got an object of type Net"
