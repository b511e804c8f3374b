"""Global average pooling: one mean for each channel."""

import pytest
import torch
from a1_checks import gradient_of_x
from a1_inputs import gradient_like, images

from autograder.checks import assert_close, check, tensor
from autograder.student import local
from reference import pooling

ref = local(pooling)
global_avg_pool = pytest.mark.question("global_avg_pool")


@global_avg_pool
@pytest.mark.parametrize(
    "shape",
    [
        pytest.param((1, 2, 4, 4), id="square"),
        pytest.param((2, 3, 4, 4), id="images"),
        pytest.param((1, 2, 3, 5), id="wide"),
        pytest.param((2, 2, 6, 2), id="tall"),
    ],
)
def test_global_avg_pool_finds_the_mean_of_each_channel(student, shape):
    x, (n, c) = images(*shape), shape[:2]
    means = tensor(student.global_avg_pool2d(x))
    one_each = tuple(means.shape) in ((n, c), (n, c, 1, 1))  # axes of one cost the next test only
    check(one_each, f"the output has shape {tuple(means.shape)}, expected {(n, c)}")
    assert_close(means.reshape(n, c), ref.global_avg_pool2d(x), summands=16)


@global_avg_pool
def test_global_avg_pool_has_two_axes(student):
    x = images(2, 3, 4, 4)
    assert_close(student.global_avg_pool2d(x), ref.global_avg_pool2d(x), summands=16)


@global_avg_pool
def test_global_avg_pool_keeps_the_dtype(student):
    x = images(1, 2, 4, 4, dtype=torch.float64)
    assert_close(student.global_avg_pool2d(x), ref.global_avg_pool2d(x), summands=16)


@global_avg_pool
def test_global_avg_pool_shares_the_gradient(student):
    x = images(2, 2, 3, 4)
    grad_output = gradient_like(ref.global_avg_pool2d(x))
    got, expected = (gradient_of_x(f.global_avg_pool2d, grad_output, x) for f in (student, ref))
    assert_close(got, expected, what="the gradient")
