"""Global average pooling: one mean for each channel."""

import pytest
from a1_checks import gradient_of_x
from a1_inputs import DTYPES, gradient_like, images

from autograder.suite import (
    assert_close,
    assert_refuses_each,
    assert_unchanged,
    check,
    difference,
    local,
    tensor,
)
from reference import pooling

ref = local(pooling)
global_avg_pool = pytest.mark.question("global_avg_pool")


def means_of(student, x):
    """The answer as `(n, c)`; axes of one cost the test on axes only."""
    n, c = x.shape[:2]
    means = tensor(student.global_avg_pool2d(x))
    one_each = tuple(means.shape) in ((n, c), (n, c, 1, 1))
    check(one_each, difference("the output", tuple(means.shape), (n, c), kind="shape"))
    return means.reshape(n, c)


@global_avg_pool
@pytest.mark.parametrize(
    "shape",
    [
        pytest.param((1, 2, 4, 4), id="square"),
        pytest.param((4, 3, 4, 4), id="images"),
        pytest.param((1, 2, 3, 5), id="wide"),
        pytest.param((2, 2, 6, 2), id="tall"),
    ],
)
def test_global_avg_pool_finds_the_mean_of_each_channel(student, shape):
    x = images(*shape)
    assert_close(means_of(student, x), ref.global_avg_pool2d(x), summands=16)


@global_avg_pool
def test_global_avg_pool_has_two_axes(student):
    x = images(2, 3, 4, 4)
    assert_close(student.global_avg_pool2d(x), ref.global_avg_pool2d(x), summands=16)


@global_avg_pool
def test_global_avg_pool_keeps_the_dtype(student):
    for dtype in DTYPES:
        x = images(1, 2, 4, 4, dtype=dtype)
        got, expected = means_of(student, x), ref.global_avg_pool2d(x)
        assert_close(got, expected, summands=16, same_dtype=True)


@global_avg_pool
def test_global_avg_pool_refuses_what_is_no_stack_of_images(student):
    x = images(2, 3, 4, 4)
    assert_close(means_of(student, x), ref.global_avg_pool2d(x), summands=16)
    cases = {"x has not four axes": (images(3, 4, 4),), "x has no pixels": (images(2, 3, 0, 4),)}
    assert_refuses_each(student, "global_avg_pool2d", cases)


@global_avg_pool
def test_global_avg_pool_shares_the_gradient(student):
    x = images(3, 2, 3, 4)
    grad_output = gradient_like(ref.global_avg_pool2d(x))
    got, expected = (gradient_of_x(f.global_avg_pool2d, grad_output, x) for f in (student, ref))
    assert_close(got, expected, what="the gradient")


@global_avg_pool
def test_global_avg_pool_leaves_its_input_unchanged(student):
    x = images(1, 2, 4, 4)
    assert_close(means_of(student, x), ref.global_avg_pool2d(x), summands=16)
    assert_unchanged(student.global_avg_pool2d, x)
