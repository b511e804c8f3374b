"""A layer of blocks: how many, where the shortcut projects, and what it computes."""

import props
import pytest
from a4_checks import assert_refuses_below_one, made, precise

from autograder.suite import assert_close, assert_equal, check, local
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
layer = pytest.mark.question("layer")

SAME = pytest.param((6, 6, 2, 1), id="same_shape")
STRIDED = pytest.param((6, 6, 2, 2), id="strided")
WIDER = pytest.param((6, 8, 2, 1), id="wider")
BOTH = pytest.param((6, 8, 3, 2), id="strided_and_wider")


@layer
@pytest.mark.parametrize("num_blocks", [1, 3])
def test_layer_is_a_sequential_of_its_blocks(student, num_blocks):
    net = made(student, "make_layer", 4, 4, num_blocks, 1)
    check(net.type_name == "Sequential", f"it must be an nn.Sequential, not a {net.type_name}")
    assert_equal(student.props.length(net), num_blocks, what="the number of blocks")


@layer
@pytest.mark.parametrize("sizes", [SAME, STRIDED, WIDER, BOTH])
def test_layer_projects_the_first_shortcut_only_where_the_shape_changes(student, sizes):
    assert_same_size(student, ref, made(student, "make_layer", *sizes), ref.make_layer.new(*sizes))


@layer
@pytest.mark.parametrize("sizes", [STRIDED, WIDER, BOTH])
def test_layer_has_outputs_of_the_right_shape(student, sizes):
    x = images(2, 6, 7, 10)
    expected = precise(ref, ref.make_layer.new(*sizes))(x)
    assert_finite(precise(student, made(student, "make_layer", *sizes))(x), expected.shape)


@layer
@pytest.mark.parametrize("sizes", [SAME, STRIDED, WIDER, BOTH])
def test_layer_computes_its_blocks_under_equal_weights(student, sizes):
    x = images(3, 6, 7, 10)
    net, twin, _ = twins(student, ref, lambda side: made(side, "make_layer", *sizes), x)
    assert_close(net(x), twin(x), SUMMANDS)


@layer
def test_layer_sends_gradients_through_all_blocks(student):
    x = images(2, 6, 5, 4)
    net, twin, names = twins(student, ref, lambda side: made(side, "make_layer", 6, 8, 3, 2), x)
    grad_output = images(*twin(x).shape, seed=1)
    assert_same_gradients(net, twin, names, grad_output, x)


@layer
def test_layer_refuses_numbers_below_1(student):
    assert_refuses_below_one(student, "make_layer", 4, 4, 1, 1)


@layer
def test_layer_leaves_its_input_unchanged(student):
    x = images(2, 4, 5, 6)
    net = precise(student, made(student, "make_layer", 4, 4, 2, 1))
    assert_finite(net(x), (2, 4, 5, 6))
    assert_left_alone(student, net, x)
