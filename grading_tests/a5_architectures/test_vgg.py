"""VGG: the block on small maps, and both networks by shapes, by counts and by what they compute.

Shapes and counts come from networks without memory; the last test needs one with weights.
"""

import pytest
import torch
from a5_networks import (
    assert_count,
    assert_left_alone,
    assert_same_gradients,
    assert_same_outputs,
    assert_shape,
    assert_stages,
    images,
)

vgg = pytest.mark.question("vgg")


def block(in_channels, out_channels, num_convs):
    return {
        "in_channels": in_channels,
        "out_channels": out_channels,
        "num_convs": num_convs,
    }


@vgg
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(block(3, 8, 1), 224, id="one"),
        pytest.param(block(5, 4, 2), 332, id="two"),
        pytest.param(block(6, 6, 3), 990, id="three"),
    ],
)
def test_vgg_block_holds_its_convolutions(student, options, expected):
    assert_count(student, "VGGBlock", expected, **options)


@vgg
@pytest.mark.parametrize(
    ("shape", "options", "expected"),
    [
        pytest.param([1, 3, 8, 8], block(3, 8, 1), (1, 8, 4, 4), id="square"),
        pytest.param([2, 5, 10, 6], block(5, 4, 2), (2, 4, 5, 3), id="tall"),
        pytest.param([2, 5, 7, 9], block(5, 4, 3), (2, 4, 3, 4), id="odd"),
    ],
)
def test_vgg_block_halves_height_and_width(student, shape, options, expected):
    assert_shape(student, "VGGBlock", shape, expected, **options)


@vgg
@pytest.mark.parametrize(
    ("shape", "options"),
    [
        pytest.param((1, 3, 8, 8), block(3, 8, 1), id="one"),
        pytest.param((3, 4, 6, 10), block(4, 5, 3), id="three"),
    ],
)
def test_vgg_block_computes_the_right_maps_with_given_weights(student, shape, options):
    x = images(*shape, dtype=torch.float64)
    assert_same_outputs(student, "VGGBlock", x, **options)


@vgg
def test_vgg_block_sends_the_right_gradients_to_its_weights(student):
    x = images(2, 3, 6, 8, dtype=torch.float64)
    assert_same_gradients(student, "VGGBlock", x, **block(3, 4, 2))


@vgg
@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        pytest.param("VGG16", {}, 138_357_544, id="vgg16"),
        pytest.param("VGG16", {"num_classes": 10}, 134_301_514, id="vgg16_ten_classes"),
        pytest.param("VGG19", {}, 143_667_240, id="vgg19"),
    ],
)
def test_vgg_has_as_many_parameters_as_the_table_says(student, name, options, expected):
    assert_count(student, name, expected, **options)


@vgg
@pytest.mark.parametrize("name", ["VGG16", "VGG19"])
def test_vgg_gives_a_row_of_logits_for_each_image(student, name):
    assert_shape(student, name, [3, 3, 224, 224], (3, 1000))


@vgg
@pytest.mark.parametrize("name", ["VGG16", "VGG19"])
def test_vgg_gives_the_right_size_at_each_layer(student, name):
    assert_stages(student, name, [2, 3, 224, 224], num_classes=10)


@vgg
@pytest.mark.parametrize("name", ["VGG16", "VGG19"])
def test_vgg_computes_the_right_logits_with_given_weights(student, name):
    assert_same_outputs(student, name, images(1, 3, 224, 224), num_classes=10)


@vgg
def test_vgg_block_leaves_its_images_unchanged(student):
    x = images(2, 3, 6, 8, dtype=torch.float64)
    assert_shape(student, "VGGBlock", list(x.shape), (2, 4, 3, 4), **block(3, 4, 2))
    assert_left_alone(student, "VGGBlock", x, **block(3, 4, 2))
