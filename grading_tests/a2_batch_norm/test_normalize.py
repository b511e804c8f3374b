"""Normalising a batch: statistics per channel, eps, scale and shift, and the gradients of it all."""

import a2_inputs as inputs
import pytest
from a2_checks import gradient
from a2_inputs import DTYPES, identity, images, noise, scales, shifts

from autograder.suite import (
    assert_close,
    assert_refuses_each,
    assert_unchanged,
    check,
    difference,
    is_real,
    local,
    tensor,
)
from reference import batch_norm

ref = local(batch_norm)
normalize = pytest.mark.question("normalize")


@normalize
@pytest.mark.parametrize(
    "shape",
    [
        inputs.IMAGES,
        inputs.WIDE,
        inputs.ONE_IMAGE,
        inputs.ONE_ROW,
        inputs.ONE_CHANNEL,
        inputs.ONE_PIXEL,
    ],
)
def test_each_channel_is_normalised_over_all_its_values(student, shape):
    x, affine = images(*shape), identity(shape[1])
    expected = ref.batch_norm2d(x, *affine)
    assert_close(student.batch_norm2d(x, *affine), expected, summands=16)


@normalize
def test_few_values_are_normalised_with_the_variance_divided_by_their_number(student):
    x, affine = images(2, 3, 2, 2), identity(3)
    expected = ref.batch_norm2d(x, *affine)
    assert_close(student.batch_norm2d(x, *affine), expected, summands=64)


# 2 * 96 * 96 values: dividing by one less would change the sixth digit.
@normalize
def test_a_large_batch_is_normalised(student):
    x, affine = images(2, 3, 96, 96), identity(3)
    expected = ref.batch_norm2d(x, *affine)
    assert_close(student.batch_norm2d(x, *affine), expected, summands=64)


@normalize
@pytest.mark.parametrize("shape", [inputs.IMAGES, inputs.ONE_PIXEL])
def test_the_mean_of_each_channel_becomes_beta(student, shape):
    x, gamma, beta = images(*shape), scales(shape[1]), shifts(shape[1])
    got = tensor(student.batch_norm2d(x, gamma, beta), shape)
    check(is_real(got), difference("the output", got.dtype, x.dtype, kind="dtype"))
    assert_close(got.mean(dim=(0, 2, 3)), beta, summands=32, what="the mean of the channels")


@normalize
@pytest.mark.parametrize("shape", [inputs.IMAGES, inputs.ONE_PIXEL])
def test_gamma_scales_and_beta_shifts_each_channel(student, shape):
    x, gamma, beta = images(*shape), scales(shape[1]), shifts(shape[1])
    expected = ref.batch_norm2d(x, gamma, beta)
    assert_close(student.batch_norm2d(x, gamma, beta), expected, summands=16)


@normalize
@pytest.mark.parametrize(
    ("spread", "eps"),
    [
        pytest.param(1e-3, {}, id="default"),
        pytest.param(1e-3, {"eps": 0.02}, id="large_for_its_values"),
        pytest.param(1.0, {"eps": 0.5}, id="large"),
    ],
)
def test_eps_is_added_to_the_variance_under_the_root(student, spread, eps):
    x, affine = noise(3, 2, 6, 6) * spread, identity(2)
    expected = ref.batch_norm2d(x, *affine, **eps)
    assert_close(student.batch_norm2d(x, *affine, **eps), expected, summands=16)


@normalize
def test_a_channel_of_equal_values_becomes_beta(student):
    x, gamma, beta = images(2, 3, 4, 4), scales(3), shifts(3)
    x[:, 1] = 0.0
    got = tensor(student.batch_norm2d(x, gamma, beta), x.shape)
    expected = beta[1].expand(2, 4, 4)
    assert_close(got[:, 1], expected, summands=8, what="the channel of zeros")


@normalize
@pytest.mark.parametrize("shape", [inputs.IMAGES, inputs.ONE_PIXEL])
def test_the_gradient_of_x_goes_through_mean_and_variance(student, shape):
    x, gamma, beta = images(*shape), scales(shape[1]), shifts(shape[1])
    cotangent = noise(*shape, seed=1)
    got, expected = (
        gradient(f.batch_norm2d.vjp(cotangent, x, gamma, beta), 0) for f in (student, ref)
    )
    assert_close(got, expected, summands=64, what="the gradient of x")


@normalize
@pytest.mark.parametrize(
    ("place", "name"), [pytest.param(1, "gamma", id="gamma"), pytest.param(2, "beta", id="beta")]
)
def test_gamma_and_beta_have_gradients(student, place, name):
    x, gamma, beta = images(3, 3, 4, 5), scales(3), shifts(3)
    cotangent = noise(3, 3, 4, 5, seed=1)
    got, expected = (
        gradient(f.batch_norm2d.vjp(cotangent, x, gamma, beta), place) for f in (student, ref)
    )
    assert_close(got, expected, summands=64, what=f"the gradient of {name}")


@normalize
def test_normalising_keeps_the_dtype(student):
    for dtype in DTYPES:
        x = images(2, 3, 40, 40, dtype=dtype)
        gamma, beta = scales(3, dtype), shifts(3, dtype)
        got, expected = (f.batch_norm2d(x, gamma, beta) for f in (student, ref))
        assert_close(got, expected, summands=256, same_dtype=True)


@normalize
def test_what_is_no_stack_of_images_or_has_other_channels_is_refused(student):
    x, gamma, beta = images(2, 3, 40, 40), scales(3), shifts(3)
    expected = ref.batch_norm2d(x, gamma, beta)
    assert_close(student.batch_norm2d(x, gamma, beta), expected, summands=256)
    cases = {
        "x has not four axes": (x[0], gamma, beta),
        "gamma is not (c,)": (x, gamma[:2], beta),
        "beta is not (c,)": (x, gamma, beta[:2]),
    }
    assert_refuses_each(student, "batch_norm2d", cases)


@normalize
@pytest.mark.parametrize(
    "shape", [pytest.param((2, 3, 40, 40), id="images"), pytest.param((1, 3, 40, 40), id="one")]
)
def test_normalising_leaves_its_inputs_unchanged(student, shape):
    x, gamma, beta = images(*shape), scales(3), shifts(3)
    expected = ref.batch_norm2d(x, gamma, beta)
    assert_close(student.batch_norm2d(x, gamma, beta), expected, summands=256)
    assert_unchanged(student.batch_norm2d, x, gamma, beta)
