"""MBConv: shapes, sizes, the skip, and what it computes under equal weights."""

import a7_twins
import props
import pytest
from a7_checks import made

from autograder.suite import assert_close, local, share_weights
from grading_tests.network_checks import (
    SUMMANDS,
    assert_all_reached,
    assert_finite,
    assert_left_alone,
    assert_same_gradients,
    assert_same_size,
    images,
    in_eval_mode,
)
from reference import modern

ref = local({**vars(modern), "mbconv": a7_twins.mbconv, "props": props})
mbconv = pytest.mark.question("mbconv")

#  in_channels, out_channels, expansion, kernel_size, stride
SKIP = pytest.param((8, 8, 3, 3, 1), id="with_skip")
WIDER = pytest.param((8, 10, 2, 3, 1), id="wider")
STRIDED = pytest.param((8, 8, 3, 5, 2), id="strided_5x5")
UNEXPANDED = pytest.param((8, 8, 1, 3, 1), id="expansion_1")
ALL = pytest.mark.parametrize("sizes", [SKIP, WIDER, STRIDED, UNEXPANDED])


def pair(student, sizes):
    """The student's block and the reference packed alike, in eval mode and float64."""
    net = in_eval_mode(student, made(student, "MBConv", *sizes))
    return net, in_eval_mode(ref, a7_twins.mbconv_like(student, net, ref, sizes))


@mbconv
@pytest.mark.parametrize("sizes", [SKIP, WIDER, STRIDED, UNEXPANDED])
def test_mbconv_has_outputs_of_the_right_shape(student, sizes):
    x = images(2, 8, 7, 10)
    expected = in_eval_mode(ref, ref.MBConv.new(*sizes))(x)
    assert_finite(in_eval_mode(student, made(student, "MBConv", *sizes))(x), expected.shape)


@mbconv
@ALL
def test_mbconv_has_the_layers_it_needs_and_no_others(student, sizes):
    net, twin = pair(student, sizes)
    assert_same_size(student, ref, net, twin)


@mbconv
@pytest.mark.parametrize(
    "sizes",
    [
        pytest.param((8, 8, 2, 3, 1, 0.5), id="half"),
        pytest.param((3, 4, 4, 3, 1, 0.25), id="at_least_one"),
    ],
)
def test_mbconv_squeezes_to_a_part_of_its_input_channels(student, sizes):
    net, twin = pair(student, sizes)
    assert_same_size(student, ref, net, twin)


@mbconv
def test_mbconv_with_silent_convolutions_is_x_where_shapes_agree(student):
    x = images(2, 8, 5, 6)
    net = in_eval_mode(student, made(student, "MBConv", 8, 8, 3))
    student.props.silence_convolutions(net)
    assert_close(net(x), x)


@mbconv
@pytest.mark.parametrize("sizes", [WIDER, STRIDED])
def test_mbconv_with_silent_convolutions_is_zero_where_shapes_differ(student, sizes):
    x = images(2, 8, 5, 6)
    net = in_eval_mode(student, made(student, "MBConv", *sizes))
    student.props.silence_convolutions(net)
    assert_close(net(x), 0 * in_eval_mode(ref, ref.MBConv.new(*sizes))(x))


@mbconv
@ALL
def test_mbconv_computes_its_steps_under_equal_weights(student, sizes):
    x = images(3, 8, 7, 10)
    net, twin = pair(student, sizes)
    share_weights(student, net, ref, twin, x)
    assert_close(net(x), twin(x), SUMMANDS)


@mbconv
def test_mbconv_computes_the_same_while_training(student):
    x = images(3, 8, 7, 6)
    net, twin = pair(student, (8, 8, 3, 3, 1))
    share_weights(student, net, ref, twin, x)
    net.train()
    twin.train()
    assert_close(net(x), twin(x), SUMMANDS)


@mbconv
def test_mbconv_weighs_each_image_by_its_own_means(student):
    x = images(3, 8, 6, 5)
    net = in_eval_mode(student, made(student, "MBConv", 8, 10, 3))
    whole = assert_finite(net(x), (3, 10, 6, 5))
    assert_close(net(x[:1]), whole[:1], SUMMANDS, what="the output for one image of three")


@mbconv
def test_mbconv_sends_gradients_to_x_and_every_parameter(student):
    x = images(2, 8, 5, 4)
    net, twin = pair(student, (8, 8, 3, 3, 1))
    names = share_weights(student, net, ref, twin, x)
    assert_same_gradients(net, twin, names, images(2, 8, 5, 4, seed=1), x)


@mbconv
def test_mbconv_uses_each_of_its_layers(student):
    net = in_eval_mode(student, made(student, "MBConv", 8, 10, 2))
    assert_all_reached(net, images(3, 10, 5, 4, seed=1), images(3, 8, 5, 4))


@mbconv
def test_mbconv_leaves_its_input_unchanged(student):
    x = images(2, 8, 5, 6)
    net = in_eval_mode(student, made(student, "MBConv", 8, 8, 2))
    assert_finite(net(x), (2, 8, 5, 6))
    assert_left_alone(student, net, x)
