"""Inception: its shape and size, each branch in its place, and gradients."""

import props
import pytest
from a7_checks import made

from autograder.suite import assert_close, check, local
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
inception = pytest.mark.question("inception")

SIZES = (6, 4, (3, 5), (2, 7), 8)  # no two convolutions of one shape
LIKE_3A = (192, 64, (96, 128), (16, 32), 32)
BRANCHES = [
    pytest.param(0, 4, id="1x1"),
    pytest.param(4, 9, id="3x3"),
    pytest.param(9, 16, id="5x5"),
    pytest.param(16, 24, id="pooling"),
]


def build(side):
    """The small module on either side."""
    return made(side, "Inception", *SIZES)


@inception
@pytest.mark.parametrize("side", [(7, 10), (2, 1)], ids=["7x10", "2x1"])
def test_inception_keeps_the_size_and_concatenates_channels(student, side):
    assert_finite(in_eval_mode(student, build(student))(images(2, 6, *side)), (2, 24, *side))


@inception
def test_inception_has_six_convolutions_with_bias(student):
    assert_same_size(student, ref, build(student), build(ref))


@inception
def test_inception_3a_of_googlenet_has_163696_parameters(student):
    net, twin = made(student, "Inception", *LIKE_3A), ref.Inception.new(*LIKE_3A)
    assert_same_size(student, ref, net, twin)


@inception
def test_inception_has_no_negative_outputs(student):
    x = images(2, 6, 5, 4)
    maps = assert_finite(in_eval_mode(student, build(student))(x), (2, 24, 5, 4))
    check(bool((maps >= 0).all()), "some outputs are negative: each branch ends with ReLU")


@inception
@pytest.mark.parametrize(("first", "end"), BRANCHES)
def test_inception_has_each_branch_in_its_place(student, first, end):
    x = images(3, 6, 7, 10)
    net, twin, _ = twins(student, ref, build, x)
    got = assert_finite(net(x), (3, 24, 7, 10))
    assert_close(got[:, first:end], twin(x)[:, first:end], SUMMANDS, what="this branch's maps")


@inception
def test_inception_pools_negative_maps_by_their_largest_value(student):
    x = images(2, 6, 5, 4, span=(-9.0, -1.0))
    net, twin, _ = twins(student, ref, build, x)
    got = assert_finite(net(x), (2, 24, 5, 4))
    assert_close(got[:, 16:], twin(x)[:, 16:], SUMMANDS, what="the pooling branch's maps")


@inception
def test_inception_sends_gradients_through_all_branches(student):
    x = images(2, 6, 5, 4)
    net, twin, names = twins(student, ref, build, x)
    assert_same_gradients(net, twin, names, images(2, 24, 5, 4, seed=1), x)


@inception
def test_inception_uses_each_of_its_layers(student):
    net = in_eval_mode(student, made(student, "Inception", 6, 9, (9, 9), (9, 9), 9))
    assert_all_reached(net, images(8, 36, 5, 4, seed=1), images(8, 6, 5, 4))


@inception
def test_inception_leaves_its_input_unchanged(student):
    x = images(2, 6, 5, 4)
    net = in_eval_mode(student, build(student))
    assert_finite(net(x), (2, 24, 5, 4))
    assert_left_alone(student, net, x)
