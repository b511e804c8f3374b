"""AlexNet: maps of 55, 27, 13 and 6, its counts, its dropout, and what it computes.

Shapes and counts come from networks without memory; two tests need one with weights.
"""

import pytest
from a5_networks import (
    assert_count,
    assert_drops,
    assert_same_outputs,
    assert_shape,
    assert_stages,
    assert_trains,
    images,
)

alexnet = pytest.mark.question("alexnet")


@alexnet
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({}, 62_378_344, id="default"),
        pytest.param({"num_classes": 10}, 58_322_314, id="ten_classes"),
    ],
)
def test_alexnet_has_as_many_parameters_as_the_table_says(student, options, expected):
    assert_count(student, "AlexNet", expected, **options)


@alexnet
@pytest.mark.parametrize(
    "shape",
    [
        pytest.param([1, 3, 224, 224], id="224"),
        pytest.param([3, 3, 224, 224], id="three_images"),
        pytest.param([2, 3, 227, 227], id="227"),
    ],
)
def test_alexnet_gives_a_row_of_logits_for_each_image(student, shape):
    assert_shape(student, "AlexNet", shape, (shape[0], 1000))


@alexnet
def test_alexnet_gives_the_right_size_at_each_layer(student):
    assert_stages(student, "AlexNet", [2, 3, 224, 224])


@alexnet
def test_alexnet_drops_half_around_its_hidden_layers(student):
    # 9,216 and 4,096 draws: that a fraction falls outside 0.45 to 0.55 has probability below 2e-10.
    # Dropout before both hidden layers, or behind both, as in the paper.
    before, behind = [0.5, 0.5, 0.0], [0.0, 0.5, 0.5]
    assert_drops(student, "AlexNet", [1, 3, 224, 224], before, behind, num_classes=10)


@alexnet
def test_alexnet_learns_in_every_layer(student):
    assert_trains(student, "AlexNet", [2, 3, 224, 224])


@alexnet
def test_alexnet_computes_the_right_logits_with_given_weights(student):
    assert_same_outputs(student, "AlexNet", images(1, 3, 224, 224), num_classes=10)
