"""Values of different types are never taken for each other."""

import numpy as np
import pytest
import torch
from failed_checks import INF, NAN, message

from autograder.suite import assert_close, assert_equal

RIGHT = {
    "int": 3,
    "float": 3.0,
    "bool": True,
    "text": "3",
    "none": None,
    "list": [3],
    "dict": {"a": 3},
    "tensor": torch.tensor([3.0]),
    "int tensor": torch.tensor([3]),
    "array": np.array([3.0]),
    "single array": np.array([3.0], dtype=np.float32),
}


@pytest.mark.parametrize("expected", RIGHT.values(), ids=RIGHT.keys())
@pytest.mark.parametrize("got", RIGHT.values(), ids=RIGHT.keys())
def test_equal_takes_its_own_type_only(got, expected):
    if got is expected:
        assert_equal(got, expected)
    else:
        message(assert_equal, got, expected)


@pytest.mark.parametrize("expected", RIGHT.values(), ids=RIGHT.keys())
@pytest.mark.parametrize("got", RIGHT.values(), ids=RIGHT.keys())
def test_close_takes_its_own_type_only_but_any_number_for_a_float(got, expected):
    one_value = isinstance(got, torch.Tensor | np.ndarray) or type(got) in (int, float)
    arrays = {id(RIGHT["array"]), id(RIGHT["single array"])}
    if (
        {id(got), id(expected)} <= arrays
        or (expected is RIGHT["float"] and one_value)
        or got is expected
    ):
        assert_close(got, expected)
    else:
        message(assert_close, got, expected)


@pytest.mark.parametrize("got", [2.5, 3.0, True, torch.tensor(3), np.int64(3), "3", 4], ids=repr)
def test_an_int_is_only_that_int(got):
    assert_equal(3, 3)
    message(assert_equal, got, 3)


def test_true_is_not_one():
    assert message(assert_equal, 1, True) == "the answer must be a bool, got an int"
    assert message(assert_close, True, 1.0) == "the output must be a number, got a bool"


@pytest.mark.parametrize("check", [assert_close, assert_equal])
def test_lists_and_tuples_are_alike(check):
    check([1, (2, 3)], (1, [2, 3]))
    check((1, [2, 3]), [1, (2, 3)])


@pytest.mark.parametrize("check", [assert_close, assert_equal])
def test_a_container_of_another_length_fails(check):
    assert "has 1 item, expected 2" in message(check, (1,), (1, 2))
    assert "has 3 items, expected 2" in message(check, (1, 2, 3), (1, 2))


@pytest.mark.parametrize("check", [assert_close, assert_equal])
def test_a_dict_is_compared_by_its_keys(check):
    expected = {"a": torch.ones(2), "b": 2}
    check({"b": 2, "a": torch.ones(2)}, expected)
    message(check, {"a": torch.zeros(2), "b": 2}, expected)
    message(check, {"a": torch.ones(2)}, expected)


def test_equal_tensors_are_equal_to_the_last_bit():
    expected = torch.tensor([1.0, NAN, INF])
    assert_equal(torch.tensor([1.0, NAN, INF]), expected)
    message(assert_equal, torch.tensor([1 + 2**-23, NAN, INF]), expected)


@pytest.mark.parametrize(
    "right", [np.float64(0.5), np.float32(0.5), np.True_, np.int64(3)], ids=repr
)
@pytest.mark.parametrize("check", [assert_close, assert_equal])
def test_a_numpy_number_equals_the_one_that_crossed_a_wire(check, right):
    got = float(right) if isinstance(right, float) else np.asarray(right)
    check(got, right)
