"""Max pooling: windows, rectangles, padding, negative values, gradients, ties."""

import a1_inputs as inputs
import pytest
import torch
from a1_checks import assert_shared_by_winners, gradient_of_x
from a1_inputs import BAD_WINDOWS, DTYPES, NEGATIVE, POSITIVE, gradient_like, images

from autograder.suite import assert_close, assert_refuses_each, assert_unchanged, local, tensor
from reference import pooling

ref = local(pooling)
max_pool = pytest.mark.question("max_pool")


@max_pool
@pytest.mark.parametrize(
    ("shape", "window"),
    [
        inputs.SIDE_BY_SIDE,
        inputs.OVERLAPPING,
        inputs.STRIDED,
        inputs.APART,
        inputs.LEFTOVER,
        inputs.LEFTOVER_OVERLAPPING,
        inputs.WIDE,
        inputs.TALL,
        inputs.WINDOW_PAIR,
        inputs.STRIDE_PAIR,
    ],
)
def test_max_pool_finds_the_largest_value_of_each_window(student, shape, window):
    x = images(*shape, span=POSITIVE)
    assert_close(student.max_pool2d(x, **window), ref.max_pool2d(x, **window))


@max_pool
@pytest.mark.parametrize(("shape", "window"), [inputs.SIDE_BY_SIDE, inputs.OVERLAPPING])
def test_max_pool_finds_it_among_negative_values_too(student, shape, window):
    x = images(*shape, span=NEGATIVE)
    assert_close(student.max_pool2d(x, **window), ref.max_pool2d(x, **window))


@max_pool
@pytest.mark.parametrize(
    ("shape", "window"),
    [inputs.PADDED, inputs.PADDED_SIDE_BY_SIDE, inputs.PADDED_WIDE, inputs.PADDED_PAIR],
)
def test_max_pool_never_lets_a_padded_cell_win(student, shape, window):
    x = images(*shape, span=NEGATIVE)
    assert_close(student.max_pool2d(x, **window), ref.max_pool2d(x, **window))


@max_pool
def test_max_pool_never_lets_a_padded_cell_win_however_small_the_values(student):
    x = images(1, 1, 5, 5, span=(-2e30, -1e30))
    assert_close(student.max_pool2d(x, 3, 2, 1), ref.max_pool2d(x, 3, 2, 1))
    black, grad_output = torch.zeros(1, 1, 4, 4), torch.ones(1, 1, 3, 3)
    got = gradient_of_x(student.max_pool2d, grad_output, black, kernel_size=2, padding=1)
    what = "the gradient of equal cells beside the padding, added up,"
    assert_close(tensor(got, black.shape).sum(), grad_output.sum(), summands=9, what=what)


@max_pool
@pytest.mark.parametrize(
    ("shape", "window"),
    [inputs.SIDE_BY_SIDE, inputs.OVERLAPPING, inputs.LEFTOVER_OVERLAPPING, inputs.PADDED],
)
def test_max_pool_sends_the_gradient_to_the_winner(student, shape, window):
    x = images(*shape, span=POSITIVE)
    grad_output = gradient_like(ref.max_pool2d(x, **window))
    got, expected = (gradient_of_x(f.max_pool2d, grad_output, x, **window) for f in (student, ref))
    assert_close(got, expected, summands=9, what="the gradient")


@max_pool
@pytest.mark.parametrize(
    "x",
    [
        pytest.param(torch.full((1, 1, 4, 4), 0.5), id="flat"),
        pytest.param(images(1, 1, 4, 6).clamp(min=0.2), id="clipped"),
    ],
)
def test_max_pool_hands_tied_cells_the_whole_gradient_once(student, x):
    grad_output = gradient_like(x[:, :, ::2, ::2])
    got = gradient_of_x(student.max_pool2d, grad_output, x, kernel_size=2, stride=2)
    assert_shared_by_winners(got, grad_output, x, size=2)


@max_pool
def test_max_pool_keeps_the_dtype(student):
    for dtype in DTYPES:
        x = images(1, 2, 4, 4, span=POSITIVE, dtype=dtype)
        assert_close(student.max_pool2d(x, 2), ref.max_pool2d(x, 2), same_dtype=True)


@max_pool
def test_max_pool_refuses_what_it_cannot_pool(student):
    x = images(1, 1, 4, 4, span=POSITIVE)
    assert_close(student.max_pool2d(x, 2), ref.max_pool2d(x, 2))
    assert_refuses_each(student, "max_pool2d", BAD_WINDOWS)


@max_pool
def test_max_pool_leaves_its_input_unchanged(student):
    x = images(1, 1, 4, 4, span=POSITIVE)
    assert_close(student.max_pool2d(x, 2), ref.max_pool2d(x, 2))
    assert_unchanged(student.max_pool2d, x, 2)
