"""Average pooling: windows, rectangles, both ways to count padding, gradients."""

import a1_inputs as inputs
import pytest
from a1_checks import gradient_of_x
from a1_inputs import BAD_WINDOWS, DTYPES, gradient_like, images

from autograder.suite import assert_close, assert_refuses_each, assert_unchanged, local
from reference import pooling

ref = local(pooling)
avg_pool = pytest.mark.question("avg_pool")


@avg_pool
@pytest.mark.parametrize(
    ("shape", "window"),
    [
        inputs.SIDE_BY_SIDE,
        inputs.OVERLAPPING,
        inputs.APART,
        inputs.LEFTOVER_OVERLAPPING,
        inputs.WIDE,
        inputs.TALL,
        inputs.WINDOW_PAIR,
    ],
)
def test_avg_pool_finds_the_mean_of_each_window(student, shape, window):
    x = images(*shape)
    assert_close(student.avg_pool2d(x, **window), ref.avg_pool2d(x, **window), summands=9)


@avg_pool
@pytest.mark.parametrize(
    ("shape", "window"),
    [inputs.PADDED, inputs.PADDED_SIDE_BY_SIDE, inputs.PADDED_WIDE, inputs.PADDED_PAIR],
)
def test_avg_pool_counts_padded_cells_as_zeros(student, shape, window):
    x = images(*shape)
    assert_close(student.avg_pool2d(x, **window), ref.avg_pool2d(x, **window), summands=9)


@avg_pool
@pytest.mark.parametrize(
    ("shape", "window"),
    [inputs.PADDED, inputs.PADDED_SIDE_BY_SIDE, inputs.PADDED_WIDE, inputs.PADDED_PAIR],
)
def test_avg_pool_leaves_padded_cells_out_when_asked(student, shape, window):
    x, window = images(*shape), {**window, "count_include_pad": False}
    assert_close(student.avg_pool2d(x, **window), ref.avg_pool2d(x, **window), summands=9)


@avg_pool
@pytest.mark.parametrize(("shape", "window"), [inputs.OVERLAPPING, inputs.PADDED])
def test_avg_pool_shares_the_gradient(student, shape, window):
    x = images(*shape)
    grad_output = gradient_like(ref.avg_pool2d(x, **window))
    got, expected = (gradient_of_x(f.avg_pool2d, grad_output, x, **window) for f in (student, ref))
    assert_close(got, expected, summands=9, what="the gradient")


@avg_pool
def test_avg_pool_keeps_the_dtype(student):
    for dtype in DTYPES:
        x = images(1, 2, 4, 4, dtype=dtype)
        got, expected = (f.avg_pool2d(x, 2) for f in (student, ref))
        assert_close(got, expected, summands=4, same_dtype=True)


@avg_pool
def test_avg_pool_refuses_what_it_cannot_pool(student):
    x = images(1, 1, 4, 4)
    assert_close(student.avg_pool2d(x, 2), ref.avg_pool2d(x, 2), summands=4)
    assert_refuses_each(student, "avg_pool2d", BAD_WINDOWS)


@avg_pool
def test_avg_pool_leaves_its_input_unchanged(student):
    x = images(1, 1, 4, 4)
    assert_close(student.avg_pool2d(x, 2), ref.avg_pool2d(x, 2), summands=4)
    assert_unchanged(student.avg_pool2d, x, 2)
