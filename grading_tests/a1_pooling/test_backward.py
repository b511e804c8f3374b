"""Backward passes by hand: each cell gets what all windows that show it hand back."""

import a1_inputs as inputs
import pytest
import torch
from a1_checks import assert_shared_by_winners
from a1_inputs import DTYPES, NEGATIVE, POSITIVE, gradient_like, images

from autograder.suite import assert_close, assert_refuses_each, assert_unchanged, local
from reference import pooling

ref = local(pooling)
backward = pytest.mark.question("backward")


@backward
@pytest.mark.parametrize(
    ("shape", "window"),
    [
        inputs.SIDE_BY_SIDE,
        inputs.OVERLAPPING,
        inputs.STRIDED,
        inputs.APART,
        inputs.LEFTOVER,
        inputs.WIDE,
        inputs.WINDOW_PAIR,
    ],
)
def test_max_backward_reaches_the_winner_of_each_window(student, shape, window):
    x = images(*shape, span=POSITIVE)
    grad_output = gradient_like(ref.max_pool2d(x, **window))
    expected = ref.max_pool2d_backward(grad_output, x, **window)
    assert_close(student.max_pool2d_backward(grad_output, x, **window), expected, summands=9)


@backward
@pytest.mark.parametrize(
    ("shape", "window"), [inputs.PADDED, inputs.PADDED_WIDE, inputs.PADDED_PAIR]
)
def test_max_backward_never_sends_a_gradient_into_the_padding(student, shape, window):
    x = images(*shape, span=NEGATIVE)
    grad_output = gradient_like(ref.max_pool2d(x, **window))
    expected = ref.max_pool2d_backward(grad_output, x, **window)
    assert_close(student.max_pool2d_backward(grad_output, x, **window), expected, summands=9)


@backward
@pytest.mark.parametrize(
    "x",
    [
        pytest.param(torch.full((1, 1, 4, 4), 0.5), id="flat"),
        pytest.param(images(1, 1, 4, 6).clamp(min=0.2), id="clipped"),
        pytest.param(images(1, 1, 6, 6).repeat_interleave(2, dim=3), id="twins"),
    ],
)
def test_max_backward_hands_tied_cells_the_whole_gradient_once(student, x):
    grad_output = gradient_like(x[:, :, ::2, ::2])
    got = student.max_pool2d_backward(grad_output, x, kernel_size=2, stride=2)
    assert_shared_by_winners(got, grad_output, x, size=2)


@backward
@pytest.mark.parametrize(
    ("shape", "window"),
    [
        inputs.SIDE_BY_SIDE,
        inputs.OVERLAPPING,
        inputs.STRIDED,
        inputs.LEFTOVER,
        inputs.WIDE,
        inputs.WINDOW_PAIR,
        inputs.PADDED,
        inputs.PADDED_WIDE,
        inputs.PADDED_PAIR,
    ],
)
def test_avg_backward_shares_the_gradient_of_each_window(student, shape, window):
    x = images(*shape)
    grad_output = gradient_like(ref.avg_pool2d(x, **window))
    expected = ref.avg_pool2d_backward(grad_output, x, **window)
    assert_close(student.avg_pool2d_backward(grad_output, x, **window), expected, summands=9)


@backward
@pytest.mark.parametrize("name", ["max_pool2d_backward", "avg_pool2d_backward"])
def test_backward_keeps_the_dtype(student, name):
    for dtype in DTYPES:
        x = images(1, 1, 4, 4, span=POSITIVE, dtype=dtype)
        grad_output = gradient_like(x[:, :, ::2, ::2])
        got, expected = (getattr(f, name)(grad_output, x, 2) for f in (student, ref))
        assert_close(got, expected, same_dtype=True)


@backward
@pytest.mark.parametrize("name", ["max_pool2d_backward", "avg_pool2d_backward"])
def test_backward_refuses_what_does_not_belong_together(student, name):
    x = images(1, 1, 4, 4, span=POSITIVE)
    grad_output = gradient_like(x[:, :, ::2, ::2])
    assert_close(getattr(student, name)(grad_output, x, 2), getattr(ref, name)(grad_output, x, 2))
    cases = {
        "x has not four axes": (grad_output[0], x[0], 2),
        "the window does not fit": (grad_output, x, 5),
        "kernel_size is below 1": (grad_output, x, 0),
        "stride is below 1": (grad_output, x, 2, 0),
        "padding is below 0": (grad_output, x, 2, 2, -1),
        "grad_output has not the output's shape": (grad_output[..., :1], x, 2),
    }
    assert_refuses_each(student, name, cases)


@backward
@pytest.mark.parametrize("name", ["max_pool2d_backward", "avg_pool2d_backward"])
def test_backward_leaves_its_inputs_unchanged(student, name):
    x = images(1, 1, 4, 4, span=POSITIVE)
    grad_output = gradient_like(x[:, :, ::2, ::2])
    assert_close(getattr(student, name)(grad_output, x, 2), getattr(ref, name)(grad_output, x, 2))
    assert_unchanged(getattr(student, name), grad_output, x, 2)
