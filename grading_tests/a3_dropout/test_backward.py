"""The backward pass by hand: nothing in it is left to chance."""

import pytest
import torch
from a3_statistics import assert_dtype, values

from autograder.suite import assert_close, assert_refuses, assert_unchanged, local
from reference import dropout

ref = local(dropout)
backward = pytest.mark.question("backward")

SHAPES = [
    pytest.param((7, 9), id="2d"),
    pytest.param((3, 4, 5, 6), id="4d"),
]


def kept(*shape, p=0.3, dtype=torch.float32):
    """A mask: 1 where a value was kept."""
    draws = torch.rand(shape, generator=torch.Generator().manual_seed(7))
    return (draws >= p).to(dtype)


@backward
@pytest.mark.parametrize("p", [0.1, 0.3, 0.8])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_gradient_passes_where_a_value_was_kept_and_is_scaled_as_it_was(student, shape, p):
    grad_output, mask = values(*shape), kept(*shape, p=p)
    got = student.dropout_backward(grad_output, mask, p)
    assert_close(got, ref.dropout_backward(grad_output, mask, p), what="the gradient")


@backward
@pytest.mark.parametrize("dtype", [torch.float64, torch.bool, torch.int64], ids=str)
def test_the_mask_may_be_of_any_dtype(student, dtype):
    grad_output, mask = values(7, 9), kept(7, 9, dtype=dtype)
    got = student.dropout_backward(grad_output, mask, 0.3)
    assert_close(got, ref.dropout_backward(grad_output, mask, 0.3), what="the gradient")


@backward
def test_the_gradient_keeps_the_dtype_of_what_came_in(student):
    for dtype, of_mask in ((torch.float32, torch.float64), (torch.float64, torch.float32)):
        grad_output, mask = values(7, 9, dtype=dtype), kept(7, 9, dtype=of_mask)
        got = student.dropout_backward(grad_output, mask, 0.8)
        expected = ref.dropout_backward(grad_output, mask, 0.8).float()
        assert_close(assert_dtype(got, grad_output), expected, what="the gradient")


@backward
def test_the_gradient_is_the_same_in_every_call(student):
    grad_output, mask = values(20, 30), kept(20, 30)
    expected = ref.dropout_backward(grad_output, mask, 0.3)
    for _ in range(2):
        got = student.dropout_backward(grad_output, mask, 0.3)
        assert_close(got, expected, what="the gradient")


@backward
@pytest.mark.parametrize(
    ("p", "keep"), [pytest.param(0.0, 1.0, id="nothing"), pytest.param(1.0, 0.0, id="everything")]
)
def test_the_gradient_where_nothing_or_everything_was_dropped(student, p, keep):
    grad_output = values(7, 9)
    got = student.dropout_backward(grad_output, torch.full_like(grad_output, keep), p)
    assert_close(got, grad_output * keep, what="the gradient")


@backward
def test_the_mask_may_hold_any_share_of_zeros(student):
    grad_output, mask = values(7, 9), kept(7, 9, p=0.6)
    got = student.dropout_backward(grad_output, mask, 0.3)
    assert_close(got, ref.dropout_backward(grad_output, mask, 0.3), what="the gradient")


@backward
def test_its_arguments_are_left_as_they_were(student):
    grad_output, mask = values(7, 9), kept(7, 9)
    got = student.dropout_backward(grad_output, mask, 0.3)
    assert_close(got, ref.dropout_backward(grad_output, mask, 0.3), what="the gradient")
    assert_unchanged(student.dropout_backward, grad_output, mask, 0.3)


@backward
@pytest.mark.parametrize("p", [-0.1, 1.5])
def test_what_is_no_probability_is_refused(student, p):
    because = "p is outside [0, 1]"
    assert_refuses(student.dropout_backward, values(7, 9), kept(7, 9), p, because=because)


@backward
def test_a_mask_of_another_shape_is_refused(student):
    because = "mask has not the shape of grad_output"
    assert_refuses(student.dropout_backward, values(7, 9), kept(1, 9), 0.3, because=because)
