"""The small checks `check`, `fields`, `number` and `tensor` give the value or say what is wrong."""

import numpy as np
import pytest
import torch
from failed_checks import INF, message

from autograder.suite import check, fields, number, tensor


def test_check_fails_with_its_message():
    check(True, "never")
    assert message(check, False, "the mean must be 0") == "the mean must be 0"


def test_fields_gives_the_values_in_order():
    assert fields({"avg": 2, "max": 1}, "max", "avg") == (1, 2)


def test_fields_says_which_key_is_missing():
    assert message(fields, {"max": 1}, "max", "avg") == "the answer has no key 'avg'"


def test_fields_says_what_is_no_dict():
    assert message(fields, [1], "max") == "the answer must be a dict, got a list"


@pytest.mark.parametrize(
    "got", [3, 3.0, torch.tensor(3.0), torch.tensor([[3]]), np.float32(3), np.array([3])], ids=repr
)
def test_number_takes_one_value_of_any_kind(got):
    found = number(got)
    assert (type(found), found) == (float, 3.0)


@pytest.mark.parametrize(
    "got",
    [
        None, "3", True, [3], {}, 3j, torch.ones(2), torch.empty(0), np.array([True]),
        torch.tensor(True), torch.tensor(3j), np.array(["3"]), np.array([None]),
    ],
    ids=lambda got: repr(got)[:20],
)  # fmt: skip
def test_number_refuses_all_else(got):
    assert message(number, got).startswith("the answer must be a number, got ")


def test_an_integer_over_all_floats_is_infinite():
    assert number(10**400) == INF
    assert number(-(10**400)) == -INF


def test_tensor_gives_the_tensor():
    x = torch.ones(2, 3)
    assert tensor(x, (2, 3)) is x
    assert tensor(x) is x


def test_tensor_says_the_shape():
    found = message(tensor, torch.ones(2), (2, 1), what="the mask")
    assert found == "the mask has shape (2,), expected (2, 1)"


def test_tensor_says_the_type():
    assert message(tensor, np.ones(2)) == "the output must be a tensor, got a NumPy array"
