"""The residual block: shapes, sizes, the addition, its place among the ReLUs, gradients."""

import props
import pytest
import torch
from a4_checks import assert_refuses_below_one, made, precise, silent

from autograder.suite import Handle, Namespace, assert_close, local
from grading_tests.network_checks import (
    SUMMANDS,
    assert_all_reached,
    assert_finite,
    assert_left_alone,
    assert_same_gradients,
    assert_same_size,
    images,
    twins,
)
from reference import residual

ref = local({**vars(residual), "props": props})
block = pytest.mark.question("block")

IDENTITY = pytest.param((6, 6, 1), id="identity")
STRIDED = pytest.param((6, 8, 2), id="strided")
WIDER = pytest.param((6, 8, 1), id="wider")
POSITIVE = (0.5, 9.0)


def build(namespace: Namespace, sizes: tuple[int, int, int]) -> Handle:
    """A block of those channels and stride, with a projection where the shape changes."""
    in_channels, out_channels, stride = sizes
    if stride == 1 and in_channels == out_channels:
        return made(namespace, "ResidualBlock", in_channels, out_channels)
    return made(namespace, "ResidualBlock", *sizes, namespace.props.projection.new(*sizes))


@block
@pytest.mark.parametrize("sizes", [IDENTITY, STRIDED, WIDER])
def test_block_has_outputs_of_the_right_shape(student, sizes):
    x = images(2, 6, 7, 10)
    expected = precise(ref, build(ref, sizes))(x)
    assert_finite(precise(student, build(student, sizes))(x), expected.shape)


@block
@pytest.mark.parametrize("sizes", [IDENTITY, STRIDED])
def test_block_has_two_convolutions_without_bias_and_two_batch_norms(student, sizes):
    assert_same_size(student, ref, build(student, sizes), build(ref, sizes))


@block
def test_block_uses_each_of_its_layers(student):
    x = images(3, 6, 5, 4)
    assert_all_reached(precise(student, build(student, (6, 6, 1))), images(3, 6, 5, 4, seed=1), x)


@block
@pytest.mark.parametrize(
    "span", [pytest.param(POSITIVE, id="positive"), pytest.param((-9.0, 9.0), id="both_signs")]
)
def test_block_with_silent_convolutions_is_relu_of_x(student, span):
    x = images(2, 4, 5, 6, span=span)
    got = silent(student, made(student, "ResidualBlock", 4, 4))(x)
    assert_close(got, x.clamp(min=0))


@block
def test_block_adds_first_and_applies_relu_to_the_sum(student):
    x = images(2, 4, 5, 6, span=(-9.0, 9.0))
    net = silent(student, made(student, "ResidualBlock", 4, 4))
    student.props.set_biases(net, -5.0)
    assert_close(net(x), (x - 5).clamp(min=0))


@block
def test_block_with_silent_convolutions_is_its_downsample(student):
    x = images(2, 4, 6, 8, span=POSITIVE)
    net = made(student, "ResidualBlock", 4, 4, 2, student.props.halving.new())
    assert_close(silent(student, net)(x), ref.props.halving.new()(x))


@block
def test_block_uses_its_downsample_where_shapes_agree_too(student):
    x = images(2, 4, 5, 7, span=POSITIVE)
    net = made(student, "ResidualBlock", 4, 4, downsample=student.props.blurring.new())
    assert_close(silent(student, net)(x), ref.props.blurring.new()(x))


@block
@pytest.mark.parametrize(
    ("sizes", "pixels"),
    [
        pytest.param((6, 6, 1), (7, 10), id="identity"),
        pytest.param((6, 8, 1), (7, 10), id="wider"),
        pytest.param((6, 8, 2), (7, 10), id="strided"),
        pytest.param((6, 8, 2), (2, 2), id="strided_to_one_pixel"),
    ],
)
def test_block_computes_the_sum_under_equal_weights(student, sizes, pixels):
    x = images(3, 6, *pixels)
    net, twin, _ = twins(student, ref, lambda side: build(side, sizes), x)
    assert_close(net(x), twin(x), SUMMANDS)


@block
@pytest.mark.parametrize("sizes", [IDENTITY, STRIDED])
def test_block_sends_gradients_through_both_ways(student, sizes):
    x = images(2, 6, 5, 4)
    net, twin, names = twins(student, ref, lambda side: build(side, sizes), x)
    grad_output = images(*twin(x).shape, seed=1)
    assert_same_gradients(net, twin, names, grad_output, x)


@block
def test_block_normalises_with_the_batch_while_training(student):
    x = images(3, 6, 5, 4)
    net, twin, _ = twins(student, ref, lambda side: build(side, (6, 6, 1)), x)
    net.train()
    twin.train()
    assert_close(net(x), twin(x), SUMMANDS)


@block
def test_block_leaves_its_input_unchanged(student):
    x = images(2, 4, 5, 6)
    net = precise(student, made(student, "ResidualBlock", 4, 4))
    assert_finite(net(x), torch.Size((2, 4, 5, 6)))
    assert_left_alone(student, net, x)


@block
def test_block_refuses_numbers_below_1(student):
    assert_refuses_below_one(student, "ResidualBlock", 4, 4, 1)
