"""The backward pass by hand: what x, gamma and beta get of the gradient of the output."""

import a2_inputs as inputs
import pytest
import torch
from a2_checks import items
from a2_inputs import DTYPES, images, noise, scales

from autograder.suite import assert_close, assert_refuses_each, assert_unchanged, local
from reference import batch_norm

ref = local(batch_norm)
backward = pytest.mark.question("backward")

NAMES = ("grad_x", "grad_gamma", "grad_beta")


def gradients(namespace, grad_output, x, *arguments, **eps):
    """What comes back for x, gamma and beta."""
    got = namespace.batch_norm2d_backward(grad_output, x, *arguments, **eps)
    return items(got, *NAMES)


def assert_right(student, name, shape, **eps):
    """One of the three gradients is right for images of this shape."""
    x, gamma = images(*shape), scales(shape[1])
    grad_output, place = noise(*shape, seed=1) + 0.5, NAMES.index(name)
    got, expected = (gradients(f, grad_output, x, gamma, **eps)[place] for f in (student, ref))
    assert_close(got, expected, summands=64, what=name)


@backward
@pytest.mark.parametrize("shape", [inputs.IMAGES, inputs.WIDE, inputs.ONE_IMAGE, inputs.ONE_PIXEL])
def test_beta_gets_the_sum_of_the_gradients(student, shape):
    assert_right(student, "grad_beta", shape)


@backward
@pytest.mark.parametrize("shape", [inputs.IMAGES, inputs.WIDE, inputs.ONE_IMAGE, inputs.ONE_PIXEL])
def test_gamma_gets_the_sum_of_gradients_times_normalised_values(student, shape):
    assert_right(student, "grad_gamma", shape)


@backward
@pytest.mark.parametrize(
    "shape",
    [
        inputs.IMAGES,
        inputs.WIDE,
        inputs.EIGHT_VALUES,
        inputs.ONE_IMAGE,
        inputs.ONE_CHANNEL,
        inputs.ONE_PIXEL,
    ],
)
def test_x_gets_its_gradient_through_mean_and_variance_too(student, shape):
    assert_right(student, "grad_x", shape)


@backward
@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in NAMES[:2]])
def test_gradients_follow_the_eps_they_are_given(student, name):
    assert_right(student, name, (3, 3, 4, 5), eps=0.5)


@backward
def test_a_gradient_that_is_the_same_everywhere_moves_nothing(student):
    x, gamma = images(2, 3, 4, 5), scales(3)
    got = gradients(student, torch.full_like(x, 3.0), x, gamma)[0]
    assert_close(got, torch.zeros_like(x), summands=64, what="grad_x")


@backward
@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in NAMES])
def test_gradients_keep_the_dtype(student, name):
    place = NAMES.index(name)
    for dtype in DTYPES:
        x, gamma = images(2, 3, 4, 4, dtype=dtype), torch.ones(3, dtype=dtype)
        grad_output = noise(2, 3, 4, 4, seed=1, dtype=dtype)
        got, expected = (gradients(f, grad_output, x, gamma)[place] for f in (student, ref))
        assert_close(got, expected, summands=64, what=name, same_dtype=True)


@backward
def test_the_backward_pass_refuses_what_does_not_belong_together(student):
    x, gamma, grad_output = images(2, 3, 4, 5), scales(3), noise(2, 3, 4, 5, seed=1)
    got, expected = (gradients(f, grad_output, x, gamma)[2] for f in (student, ref))
    assert_close(got, expected, summands=64, what="grad_beta")
    cases = {
        "x has not four axes": (grad_output[0], x[0], gamma),
        "gamma is not (c,)": (grad_output, x, gamma[:2]),
        "grad_output has another shape than x": (grad_output[..., :1], x, gamma),
    }
    assert_refuses_each(student, "batch_norm2d_backward", cases)


@backward
@pytest.mark.parametrize("shape", [inputs.IMAGES, inputs.ONE_PIXEL])
def test_the_backward_pass_leaves_its_inputs_unchanged(student, shape):
    x, gamma, grad_output = images(*shape), scales(3), noise(*shape, seed=1)
    got, expected = (gradients(f, grad_output, x, gamma)[2] for f in (student, ref))
    assert_close(got, expected, summands=64, what="grad_beta")
    assert_unchanged(student.batch_norm2d_backward, grad_output, x, gamma)
