"""The network: its layers, its logits under equal weights, and where it drops values.

Its weights are set so that all signals are 1 from some layer on: what is not 1 in the end was
dropped or scaled, and how often tells by which dropouts.
"""

import functools

import props
import pytest
import torch
from a3_statistics import assert_dropped, assert_independent, assert_scaled, halves, ones

from autograder.suite import assert_close, assert_equal, check, fields, local, tensor
from grading_tests.network_checks import assert_left_alone
from reference import dropout

ref = local({**vars(dropout), "props": props})
network = pytest.mark.question("network")

PS = pytest.mark.parametrize("p", [0.3, 0.8])
CLASSES = [pytest.param((), id="10_classes_by_default"), pytest.param((7,), id="7_classes")]
ALL_ONES = ones(10, 200)  # logits: 10 images, 200 classes, so that most of 256 units are seen
FIRST, SECOND, LAST = 2, 3, 4  # linear layers, as `send_ones` counts


def images(n):
    """Images from -1 to 1."""
    drawn = torch.rand(n, 3, 32, 32, generator=torch.Generator().manual_seed(5))
    return 2 * drawn - 1


@functools.cache
def expected(classes):
    """The reference's parameter shapes and its logits of three images in evaluation mode."""
    net = ref.CNNWithDropout.new(*classes)
    ref.props.fill(net)
    net.eval()
    return ref.props.shapes(net), net(images(3))


def made(student, *arguments):
    """A network; what is lazy in it gets its size first."""
    net = student.CNNWithDropout.new(*arguments)
    student.tools.fill_lazy(net, 1, 3, 32, 32)
    return net


def same_twice(student, net, n):
    """The logits of n images, which must be the same in two passes."""
    repeats, logits = fields(student.props.twice(net, images(n)), "repeats", "logits")
    check(repeats is True, "two passes over the same images differ")
    return logits


def logits_of_ones(student, p, layer):
    """The logits in training mode when this layer gives ones and all behind it pass them on."""
    net = made(student, 200, p)
    student.props.send_ones(net, layer)
    return net(images(10))


@network
@pytest.mark.parametrize("classes", CLASSES)
def test_weights_and_biases_have_the_right_shapes(student, classes):
    got = student.props.shapes(made(student, *classes))
    assert_equal(got, expected(classes)[0], what="the sorted list of all parameters' shapes")


@network
@pytest.mark.parametrize("classes", CLASSES)
def test_in_evaluation_mode_the_logits_are_those_of_the_layers_in_order(student, classes):
    net = made(student, *classes)
    student.props.fill(net)
    net.eval()
    assert_close(
        same_twice(student, net, 3), expected(classes)[1], summands=1000, what="the logits"
    )


@network
@PS
def test_after_eval_nothing_is_dropped(student, p):
    net = made(student, 200, p)
    student.props.send_ones(net, FIRST)
    net.eval()
    assert_close(same_twice(student, net, 10), ALL_ONES, what="the logits")


@network
@PS
def test_the_second_dropout_drops_a_share_of_p_and_scales_the_rest(student, p):
    # 2,000 draws; at p = 0.3, 24 % to 37 % are zeros but for one in 10^9
    got = logits_of_ones(student, p, SECOND)
    what = "the second hidden layer behind its dropout"
    assert_scaled(got, ALL_ONES, 1 / (1 - p), what)
    assert_dropped(got, (10, 200), p, what)


@network
@PS
def test_the_first_dropout_and_the_second_act_one_after_the_other(student, p):
    got = logits_of_ones(student, p, FIRST)
    what = "both hidden layers behind their dropouts"
    assert_scaled(got, ALL_ONES, 1 / (1 - p) ** 2, what)
    assert_dropped(got, (10, 200), p, what, q=1 - (1 - p) ** 2)


@network
def test_both_dropouts_drop_half_where_nothing_is_said(student):
    net = made(student, 200)
    student.props.send_ones(net, FIRST)
    got = net(images(10))
    what = "both hidden layers behind their dropouts"
    assert_scaled(got, ALL_ONES, 4, what)
    assert_dropped(got, (10, 200), 0.5, what, q=0.75)


@network
@PS
def test_nothing_is_dropped_before_the_first_linear_layer(student, p):
    got = logits_of_ones(student, p, 0)
    what = "the network from the first convolution on"
    assert_scaled(got, ALL_ONES, 1 / (1 - p) ** 2, what)
    assert_dropped(got, (10, 200), p, what, q=1 - (1 - p) ** 2)


@network
def test_nothing_is_dropped_behind_the_last_linear_layer(student):
    assert_close(logits_of_ones(student, 0.3, LAST), ALL_ONES, what="the logits")


@network
def test_images_and_units_are_dropped_independently(student):
    got = tensor(logits_of_ones(student, 0.3, SECOND), (10, 200))
    for axis, what in enumerate(("images", "units")):
        message = f"{{share}} of the values of neighbouring {what} are dropped or kept together"
        assert_independent(*halves(got, axis), 0.3, message)


@network
def test_with_p_0_both_modes_give_the_same(student):
    net = made(student, 7, 0.0)
    student.props.fill(net)
    assert_close(same_twice(student, net, 3), expected((7,))[1], summands=1000, what="the logits")


@network
def test_every_parameter_takes_part(student):
    net = made(student, 7, 0.3)
    assert_equal(student.props.unused(net, images(2)), 0, what="the number of unused parameters")


@network
def test_the_network_leaves_its_images_unchanged(student):
    net = made(student, 7, 0.3)
    tensor(net(images(2)), (2, 7), "the logits")
    assert_left_alone(student, net, images(2))
