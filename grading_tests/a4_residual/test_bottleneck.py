"""The bottleneck block: three convolutions, the stride on the middle one, a shortcut that fits."""

import props
import pytest
import torch
from a4_checks import assert_refuses_below_one, made, precise, silent

from autograder.suite import assert_close, check, difference, local, tensor
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
bottleneck = pytest.mark.question("bottleneck")

IDENTITY = pytest.param((8, 2, 1), id="identity")
WIDER = pytest.param((6, 2, 1), id="wider")
STRIDED = pytest.param((8, 2, 2), id="strided")
BOTH = pytest.param((6, 2, 2), id="strided_and_wider")


@bottleneck
@pytest.mark.parametrize("sizes", [IDENTITY, WIDER, STRIDED])
def test_bottleneck_has_outputs_of_the_right_shape(student, sizes):
    x = images(2, sizes[0], 7, 10)
    expected = precise(ref, ref.Bottleneck.new(*sizes))(x)
    assert_finite(precise(student, made(student, "Bottleneck", *sizes))(x), expected.shape)


@bottleneck
def test_bottleneck_halves_height_and_width_with_stride_two(student):
    maps = tensor(precise(student, made(student, "Bottleneck", 8, 2, 2))(images(2, 8, 7, 10)))
    shape = tuple(maps.shape)
    halved = len(shape) == 4 and (shape[0], *shape[2:]) == (2, 4, 5)
    check(halved, difference("the output", shape, "2 images of 4 x 5 pixels", kind="shape"))
    check(bool(torch.isfinite(maps).all()), "the output is not finite")


@bottleneck
@pytest.mark.parametrize("sizes", [IDENTITY, WIDER, STRIDED])
def test_bottleneck_has_the_layers_it_needs_and_no_others(student, sizes):
    assert_same_size(student, ref, made(student, "Bottleneck", *sizes), ref.Bottleneck.new(*sizes))


@bottleneck
def test_bottleneck_uses_each_of_its_layers(student):
    net = precise(student, made(student, "Bottleneck", 6, 2))
    assert_all_reached(net, images(3, 8, 5, 4, seed=1), images(3, 6, 5, 4))


@bottleneck
def test_bottleneck_with_silent_convolutions_is_relu_of_x(student):
    x = images(2, 8, 5, 6)
    assert_close(silent(student, made(student, "Bottleneck", 8, 2))(x), x.clamp(min=0))


@bottleneck
def test_bottleneck_adds_first_and_applies_relu_to_the_sum(student):
    x = images(2, 8, 5, 6, span=(-9.0, 9.0))
    net = silent(student, made(student, "Bottleneck", 8, 2))
    student.props.set_biases(net, -5.0)
    assert_close(net(x), (x - 5).clamp(min=0))


@bottleneck
@pytest.mark.parametrize("sizes", [IDENTITY, WIDER, BOTH])
def test_bottleneck_computes_the_sum_under_equal_weights(student, sizes):
    x = images(3, sizes[0], 7, 10)
    net, twin, _ = twins(student, ref, lambda side: made(side, "Bottleneck", *sizes), x)
    assert_close(net(x), twin(x), SUMMANDS)


@bottleneck
@pytest.mark.parametrize("sizes", [IDENTITY, BOTH])
def test_bottleneck_sends_gradients_through_both_ways(student, sizes):
    x = images(2, sizes[0], 5, 4)
    net, twin, names = twins(student, ref, lambda side: made(side, "Bottleneck", *sizes), x)
    grad_output = images(*twin(x).shape, seed=1)
    assert_same_gradients(net, twin, names, grad_output, x)


@bottleneck
def test_bottleneck_leaves_its_input_unchanged(student):
    x = images(2, 8, 5, 6)
    net = precise(student, made(student, "Bottleneck", 8, 2))
    assert_finite(net(x), (2, 8, 5, 6))
    assert_left_alone(student, net, x)


@bottleneck
def test_bottleneck_refuses_numbers_below_1(student):
    assert_refuses_below_one(student, "Bottleneck", 8, 2, 1)
