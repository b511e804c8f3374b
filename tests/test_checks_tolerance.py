"""Values are compared up to rounding, and no further."""

import math

import numpy as np
import pytest
import torch
from failed_checks import FLOATS, INF, NAN, message

from autograder.suite import (
    assert_close,
)


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_rounding_passes_and_a_little_more_fails(dtype):
    expected = torch.ones(3, dtype=torch.float64)
    eps = torch.finfo(dtype).eps
    assert_close((expected + 30 * eps).to(dtype), expected.to(dtype))
    message(assert_close, (expected + 36 * eps).to(dtype), expected.to(dtype))


@pytest.mark.parametrize("dtype", [torch.complex64, torch.complex128], ids=str)
def test_rounding_of_complex_numbers_passes_and_a_little_more_fails(dtype):
    expected = torch.ones(3, dtype=torch.complex128)
    eps = torch.finfo(dtype).eps
    assert_close((expected + 30j * eps).to(dtype), expected.to(dtype))
    message(assert_close, (expected + 36j * eps).to(dtype), expected.to(dtype))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_rounding_of_an_array_passes_and_a_little_more_fails(dtype):
    expected = np.ones(3)
    eps = float(np.finfo(dtype).eps)
    assert_close((expected + 30 * eps).astype(dtype), expected.astype(dtype))
    message(assert_close, (expected + 36 * eps).astype(dtype), expected.astype(dtype))


def test_the_tolerance_grows_with_the_summands():
    expected = torch.ones(1, dtype=torch.float64)
    got = expected + 300 * torch.finfo(torch.float64).eps
    message(assert_close, got, expected, summands=9)
    assert_close(got, expected, summands=10)


def test_the_tolerance_of_a_number_grows_with_the_summands_and_its_size():
    eps = float(np.finfo(np.float32).eps)
    assert_close(1 + 300 * eps, 1.0, summands=10)
    message(assert_close, 1 + 300 * eps, 1.0, summands=9)
    assert_close(10 + 300 * eps, 10.0)
    message(assert_close, 10 + 340 * eps, 10.0)


def test_the_tolerance_grows_with_the_largest_expected_value():
    eps = torch.finfo(torch.float64).eps
    got = torch.tensor([1 + 300 * eps, 10], dtype=torch.float64)
    assert_close(got, torch.tensor([1.0, 10.0], dtype=torch.float64))
    message(assert_close, got[:1], torch.ones(1, dtype=torch.float64))


def test_the_students_own_values_do_not_widen_the_tolerance():
    expected = torch.ones(2)
    message(assert_close, torch.tensor([1.01, 1e9]), expected)


def test_infinity_does_not_widen_the_tolerance():
    found = message(assert_close, torch.tensor([-INF, 1.5]), torch.tensor([-INF, 1.0]))
    assert found.startswith("1 of 2 values")


@pytest.mark.parametrize("kind", [torch.tensor, np.array], ids=["tensor", "array"])
def test_nan_and_infinity_equal_themselves(kind):
    values = kind([NAN, INF, -INF, 1.0])
    assert_close(values, kind([NAN, INF, -INF, 1.0]))


@pytest.mark.parametrize("got", [NAN, INF, -INF, 0.0])
@pytest.mark.parametrize("expected", [NAN, INF, -INF, 0.0])
def test_nan_and_infinity_equal_nothing_else(got, expected):
    same = got == expected or (math.isnan(got) and math.isnan(expected))
    for wrap in (torch.tensor, np.array):
        if same:
            assert_close(wrap([got]), wrap([expected]))
        else:
            message(assert_close, wrap([got]), wrap([expected]))


@pytest.mark.parametrize("got", [NAN, INF, -INF, 0.0])
@pytest.mark.parametrize("expected", [NAN, INF, -INF, 0.0])
def test_a_number_that_is_not_finite_equals_itself_only(got, expected):
    if got == expected or (math.isnan(got) and math.isnan(expected)):
        assert_close(got, expected)
    else:
        message(assert_close, got, expected)


def test_an_empty_tensor_equals_an_empty_tensor():
    assert_close(torch.empty(0, 3), torch.empty(0, 3))
    message(assert_close, torch.empty(0, 2), torch.empty(0, 3))


def test_a_gradient_does_not_matter():
    assert_close(torch.ones(2, requires_grad=True) * 2, torch.full((2,), 2.0))


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.bool], ids=str)
def test_integers_and_bools_are_exact(dtype):
    expected = torch.tensor([0, 1, 1]).to(dtype)
    assert_close(expected.clone(), expected)
    message(assert_close, torch.tensor([0, 1, 0]).to(dtype), expected)
