"""LeNet-5: its sizes, its counts, and what it computes with tanh or with ReLU."""

import pytest
import torch
from a5_networks import (
    assert_count,
    assert_left_alone,
    assert_same_gradients,
    assert_same_outputs,
    assert_shape,
    assert_stages,
    assert_trains,
    images,
)

from autograder.suite import CheckFailure, NoAnswer

lenet5 = pytest.mark.question("lenet5")

COLOUR = {"in_channels": 3, "image_size": 32}


def with_either_activation(compare, student, x, **options):
    """Tanh or ReLU throughout: the student's choice."""
    try:
        compare(student, "LeNet5", x, **options)
    except NoAnswer:
        raise
    except CheckFailure as with_tanh:
        try:
            compare(student, "LeNet5", x, twin="lenet5_with_relu", **options)
        except CheckFailure:
            raise with_tanh from None


@lenet5
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({}, 44_426, id="default"),
        pytest.param({"image_size": 32}, 61_706, id="image_size_32"),
        pytest.param(COLOUR, 62_006, id="colour"),
        pytest.param({"num_classes": 7}, 44_171, id="seven_classes"),
    ],
)
def test_lenet5_has_as_many_parameters_as_the_table_says(student, options, expected):
    assert_count(student, "LeNet5", expected, **options)


@lenet5
@pytest.mark.parametrize(
    ("shape", "options", "classes"),
    [
        pytest.param([1, 1, 28, 28], {}, 10, id="one_image"),
        pytest.param([3, 1, 28, 28], {}, 10, id="three_images"),
        pytest.param([2, 1, 32, 32], {"image_size": 32}, 10, id="image_size_32"),
        pytest.param([2, 3, 32, 32], {**COLOUR, "num_classes": 7}, 7, id="seven_classes"),
    ],
)
def test_lenet5_gives_a_row_of_logits_for_each_image(student, shape, options, classes):
    assert_shape(student, "LeNet5", shape, (shape[0], classes), **options)


@lenet5
def test_lenet5_gives_the_right_size_at_each_layer(student):
    assert_stages(student, "LeNet5", [2, 1, 28, 28])


@lenet5
@pytest.mark.parametrize(
    ("shape", "options"),
    [pytest.param((3, 1, 28, 28), {}, id="default"), pytest.param((2, 3, 32, 32), COLOUR, id="32")],
)
def test_lenet5_computes_the_right_logits_with_given_weights(student, shape, options):
    x = images(*shape, dtype=torch.float64)
    with_either_activation(assert_same_outputs, student, x, **options)


@lenet5
def test_lenet5_sends_the_right_gradients_to_its_weights(student):
    x = images(2, 1, 28, 28, dtype=torch.float64)
    with_either_activation(assert_same_gradients, student, x)


@lenet5
def test_lenet5_uses_all_its_parameters(student):
    assert_trains(student, "LeNet5", [2, 1, 28, 28])


@lenet5
def test_lenet5_leaves_its_images_unchanged(student):
    x = images(2, 1, 28, 28, dtype=torch.float64)
    assert_shape(student, "LeNet5", list(x.shape), (2, 10))
    assert_left_alone(student, "LeNet5", x)
