"""The plain block: the residual block without its addition."""

import props
import pytest
from a4_checks import assert_refuses_below_one, made, precise, silent

from autograder.suite import assert_close, local
from grading_tests.network_checks import (
    SUMMANDS,
    assert_finite,
    assert_left_alone,
    assert_same_gradients,
    assert_same_size,
    images,
    twins,
)
from reference import residual

ref = local({**vars(residual), "props": props})
plain = pytest.mark.question("plain")

SIZES = pytest.mark.parametrize(
    "sizes", [pytest.param((6, 6, 1), id="same"), pytest.param((6, 8, 2), id="strided")]
)


@plain
@SIZES
def test_plain_has_outputs_of_the_right_shape(student, sizes):
    x = images(2, 6, 7, 10)
    expected = precise(ref, ref.PlainBlock.new(*sizes))(x)
    assert_finite(precise(student, made(student, "PlainBlock", *sizes))(x), expected.shape)


@plain
def test_plain_has_two_convolutions_without_bias_and_two_batch_norms(student):
    assert_same_size(
        student, ref, made(student, "PlainBlock", 6, 8, 2), ref.PlainBlock.new(6, 8, 2)
    )


@plain
def test_plain_with_silent_convolutions_is_zero(student):
    x = images(2, 4, 5, 6)
    got = silent(student, made(student, "PlainBlock", 4, 4))(x)
    assert_close(got, 0 * x)


@plain
def test_plain_takes_a_downsample_and_ignores_it(student):
    x = images(2, 4, 6, 8)
    net = made(student, "PlainBlock", 4, 4, 2, student.props.halving.new())
    assert_close(silent(student, net)(x), 0 * x[:, :, ::2, ::2])


@plain
@SIZES
def test_plain_computes_both_convolutions_under_equal_weights(student, sizes):
    x = images(3, 6, 7, 10)
    net, twin, _ = twins(student, ref, lambda side: made(side, "PlainBlock", *sizes), x)
    assert_close(net(x), twin(x), SUMMANDS)


@plain
def test_plain_sends_gradients_to_x_and_every_parameter(student):
    x = images(2, 6, 5, 4)
    net, twin, names = twins(student, ref, lambda side: made(side, "PlainBlock", 6, 6), x)
    assert_same_gradients(net, twin, names, images(2, 6, 5, 4, seed=1), x)


@plain
def test_plain_refuses_numbers_below_1(student):
    assert_refuses_below_one(student, "PlainBlock", 4, 4, 1)


@plain
def test_plain_leaves_its_input_unchanged(student):
    x = images(2, 4, 5, 6)
    net = precise(student, made(student, "PlainBlock", 4, 4))
    assert_finite(net(x), (2, 4, 5, 6))
    assert_left_alone(student, net, x)
