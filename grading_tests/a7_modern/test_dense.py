"""DenseBlock: its shape and size, x in front, the maps of each layer, and gradients."""

import props
import pytest
from a7_checks import made

from autograder.suite import assert_close, local
from grading_tests.network_checks import (
    SUMMANDS,
    assert_all_reached,
    assert_finite,
    assert_left_alone,
    assert_same_gradients,
    assert_same_size,
    images,
    in_eval_mode,
    twins,
)
from reference import modern

ref = local({**vars(modern), "props": props})
dense = pytest.mark.question("dense_block")

BLOCKS = pytest.mark.parametrize(
    "sizes", [pytest.param((3, 5, 4), id="three"), pytest.param((1, 6, 2), id="one")]
)
LAYERS = [pytest.param(5 + 4 * i, 9 + 4 * i, id=f"layer_{i + 1}") for i in range(3)]


def build(side):
    """Three layers of 4 maps, on 5 channels."""
    return made(side, "DenseBlock", 3, 5, 4)


@dense
@BLOCKS
def test_dense_block_grows_by_its_rate_at_each_layer(student, sizes):
    layers, channels, rate = sizes
    net = in_eval_mode(student, made(student, "DenseBlock", *sizes))
    assert_finite(net(images(2, channels, 7, 10)), (2, channels + layers * rate, 7, 10))


@dense
@BLOCKS
def test_dense_block_has_the_layers_it_needs_and_no_others(student, sizes):
    net, twin = made(student, "DenseBlock", *sizes), ref.DenseBlock.new(*sizes)
    assert_same_size(student, ref, net, twin)


@dense
def test_dense_block_hands_x_on_in_front(student):
    x = images(2, 5, 6, 7)
    got = assert_finite(in_eval_mode(student, build(student))(x), (2, 17, 6, 7))
    assert_close(got[:, :5], x, what="the first channels")


@dense
@pytest.mark.parametrize(("first", "end"), LAYERS)
def test_dense_block_computes_each_layer_from_all_before_it(student, first, end):
    x = images(3, 5, 7, 10)
    net, twin, _ = twins(student, ref, build, x)
    got = assert_finite(net(x), (3, 17, 7, 10))
    assert_close(got[:, first:end], twin(x)[:, first:end], SUMMANDS, what="this layer's maps")


@dense
def test_dense_block_computes_the_same_while_training(student):
    x = images(3, 5, 7, 6)
    net, twin, _ = twins(student, ref, build, x)
    net.train()
    twin.train()
    assert_close(net(x), twin(x), SUMMANDS)


@dense
def test_dense_block_sends_gradients_through_all_layers(student):
    x = images(2, 5, 5, 4)
    net, twin, names = twins(student, ref, build, x)
    assert_same_gradients(net, twin, names, images(2, 17, 5, 4, seed=1), x)


@dense
def test_dense_block_uses_each_of_its_layers(student):
    net = in_eval_mode(student, build(student))
    assert_all_reached(net, images(4, 17, 5, 4, seed=1), images(4, 5, 5, 4))


@dense
def test_dense_block_leaves_its_input_unchanged(student):
    x = images(2, 5, 6, 7)
    net = in_eval_mode(student, build(student))
    assert_finite(net(x), (2, 17, 6, 7))
    assert_left_alone(student, net, x)
