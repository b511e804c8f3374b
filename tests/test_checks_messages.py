"""A failed comparison says in one sentence what is wrong: type, shape, dtype, then values."""

import pytest
import torch
from failed_checks import message

from autograder.suite import Namespace, assert_close, assert_equal
from autograder.worker.answering import Local


def test_a_wrong_type_is_named_first():
    assert message(assert_close, 3, torch.ones(2)) == "the output must be a tensor, got an int"


def test_nothing_asks_for_the_return():
    found = message(assert_close, None, torch.ones(2))
    assert found == "the output must be a tensor, got None (is a `return` missing?)"


def test_an_object_is_named_by_its_class():
    student = Namespace(Local({"Net": torch.nn.ReLU}))
    found = message(assert_close, student.Net(), torch.ones(2))
    assert found == "the output must be a tensor, got an object of type ReLU"


def test_a_wrong_shape_comes_before_a_wrong_dtype_and_wrong_values():
    got, expected = torch.zeros(2, 3), torch.ones(3, 2, dtype=torch.float64)
    assert message(assert_close, got, expected) == "the output has shape (2, 3), expected (3, 2)"


def test_a_wrong_dtype_comes_before_wrong_values():
    got, expected = torch.zeros(2), torch.ones(2, dtype=torch.float64)
    found = message(assert_close, got, expected, same_dtype=True)
    assert found == "the output has dtype torch.float32, expected torch.float64 (the input's)"


@pytest.mark.parametrize(
    ("got", "expected"), [(torch.float32, torch.float64), (torch.float64, torch.float32)], ids=str
)
def test_another_floating_dtype_is_compared_as_the_coarser_of_both(got, expected):
    right = torch.linspace(1, 2, 7, dtype=torch.float64)
    single = torch.finfo(torch.float32).eps
    assert_close((right + 50 * single).to(got), right.to(expected))
    found = message(assert_close, (right + 100 * single).to(got), right.to(expected))
    assert found.startswith("7 of 7 values of the output differ")


def test_many_summands_do_not_make_another_dtype_an_excuse():
    right = torch.ones(3, dtype=torch.float64)
    assert_close((right + 1e-4).float(), right, summands=10**6)
    message(assert_close, (right + 1e-2).float(), right, summands=10**6)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_precision_is_held_to_that_of_float32(dtype):
    message(assert_close, torch.tensor([1.001]).to(dtype), torch.tensor([1.001]))


@pytest.mark.parametrize(
    "dtype", [torch.int64, torch.bool, torch.complex64, torch.float8_e4m3fn], ids=str
)
def test_what_is_no_floating_number_is_refused_by_its_dtype(dtype):
    found = message(assert_close, torch.ones(2).to(dtype), torch.ones(2))
    assert found == f"the output has dtype {dtype}, expected torch.float32 (the input's)"


def test_the_dtype_is_asked_for_in_containers_too():
    got, expected = {"a": [torch.ones(2)]}, {"a": [torch.ones(2, dtype=torch.float64)]}
    assert_close(got, expected)
    message(assert_close, got, expected, same_dtype=True)


def test_wrong_values_are_counted_and_the_first_is_shown_with_its_place():
    expected = torch.arange(12.0).reshape(3, 4)
    got = expected.clone()
    got[1, 2] = -7.25
    got[2, 3] = 100
    assert message(assert_close, got, expected, what="the pooled image") == (
        "2 of 12 values of the pooled image differ; the first at [1, 2]: expected 6, got -7.25"
    )


def test_a_tensor_of_one_value_has_no_place():
    found = message(assert_close, torch.tensor(2.0), torch.tensor(3.0))
    assert found == "1 of 1 values of the output differ; the first: expected 3, got 2"


def test_a_message_holds_one_expected_value_and_no_more():
    expected = torch.arange(100, 200)
    found = message(assert_close, expected + 1000, expected)
    assert [str(value) in found for value in (100, 101, 150, 199)] == [True, False, False, False]


def test_an_item_of_a_container_is_named():
    expected = {"max": [torch.ones(1), torch.zeros(1)]}
    got = {"max": [torch.ones(1), torch.ones(1)]}
    assert "the output['max'][1] differ" in message(assert_close, got, expected)


def test_a_wrong_text_is_shown_shortened():
    found = message(assert_equal, "a" * 10_000, "b")
    assert len(found) < 120
