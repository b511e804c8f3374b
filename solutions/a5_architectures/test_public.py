"""The public tests: sizes and counts of the lesson's tables. Run them with `pytest` in this folder.

The hidden tests that give the points look at more: what your networks compute with given weights,
their gradients, dropout, other sizes. Passing these here means that you are on the way, not that you
are done.
"""

import architectures
import numpy as np
import pytest
import torch
from torch import nn

count_parameters = pytest.mark.question("count_parameters")
lenet5 = pytest.mark.question("lenet5")
alexnet = pytest.mark.question("alexnet")
vgg = pytest.mark.question("vgg")
resnet = pytest.mark.question("resnet")
cifar10net = pytest.mark.question("cifar10net")
numpy_cnn = pytest.mark.question("numpy_cnn")


def size(model: nn.Module) -> int:
    """The number of parameters, counted here, so that one mistake does not cost you two questions."""
    return sum(parameter.numel() for parameter in model.parameters())


def sketch(make, *args, **options):
    """The network on torch's "meta" device, which has shapes but no values, and so costs nothing."""
    with torch.device("meta"):
        return make(*args, **options)


def shape_of_output(model: nn.Module, *shape: int) -> tuple[int, ...]:
    """What comes out in eval mode where images of this shape go in."""
    device = next(model.parameters()).device
    with torch.no_grad():
        return tuple(model.eval()(torch.zeros(shape, device=device)).shape)


@count_parameters
def test_count_parameters_of_a_linear_layer():
    count = architectures.count_parameters(nn.Linear(84, 10))
    assert count == 850
    assert type(count) is int


@count_parameters
def test_count_parameters_leaves_frozen_layers_out_when_asked():
    model = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2))
    model[0].requires_grad_(False)
    assert architectures.count_parameters(model) == 23
    assert architectures.count_parameters(model, trainable_only=True) == 8


@lenet5
def test_lenet5_on_digits():
    model = architectures.LeNet5()
    assert shape_of_output(model, 3, 1, 28, 28) == (3, 10)
    assert size(model) == 44_426


@lenet5
def test_lenet5_on_small_colour_images():
    model = architectures.LeNet5(in_channels=3, image_size=32)
    assert shape_of_output(model, 2, 3, 32, 32) == (2, 10)
    assert size(model) == 62_006


@alexnet
def test_alexnet_has_62_million_parameters():
    assert size(sketch(architectures.AlexNet)) == 62_378_344


@alexnet
@pytest.mark.parametrize("side", [224, 227])
def test_alexnet_gives_a_row_of_logits_for_each_image(side):
    assert shape_of_output(sketch(architectures.AlexNet), 2, 3, side, side) == (2, 1000)


@vgg
def test_vgg_block_halves_the_maps():
    block = architectures.VGGBlock(3, 8, num_convs=2)
    assert shape_of_output(block, 1, 3, 10, 6) == (1, 8, 5, 3)
    assert size(block) == 224 + 584


@vgg
def test_vgg16_and_vgg19_have_as_many_parameters_as_published():
    assert size(sketch(architectures.VGG16)) == 138_357_544
    assert size(sketch(architectures.VGG19)) == 143_667_240


@vgg
def test_vgg16_gives_a_row_of_logits_for_each_image():
    assert shape_of_output(sketch(architectures.VGG16, 10), 2, 3, 224, 224) == (2, 10)


@resnet
def test_resnet_has_as_many_parameters_as_before():
    model = architectures.SimpleResNet()
    assert shape_of_output(model, 2, 3, 16, 16) == (2, 10)
    assert size(model) == 2_777_674


@resnet
def test_resnet_is_described_row_by_row():
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(8, 5))
    rows = [("0", (3, 2, 2, 2), 20), ("1", (3, 8), 0), ("2", (3, 5), 45)]
    assert architectures.describe(model, (3, 1, 4, 4)) == rows


@cifar10net
def test_cifar10net_gives_a_row_of_logits_for_each_image():
    assert shape_of_output(architectures.CIFAR10Net(), 2, 3, 32, 32) == (2, 10)


@cifar10net
def test_cifar10net_has_no_bias_in_its_convolutions():
    assert size(architectures.CIFAR10Net()) == 4_507_722


@numpy_cnn
def test_numpy_cnn_convolution_by_hand():
    x = np.array([[[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]]])
    weight = np.array([[[[1.0, 0.0], [2.0, -1.0]]]])
    y = architectures.conv2d(x, weight, np.array([0.5]))
    np.testing.assert_allclose(y, [[[[0.5, 1.5], [4.5, 0.5]]]])


@numpy_cnn
def test_numpy_cnn_convolution_is_that_of_torch():
    rng = np.random.default_rng(0)
    x, weight, bias = (rng.standard_normal(s) for s in ((2, 3, 5, 4), (4, 3, 3, 3), (4,)))
    expected = torch.conv2d(*map(torch.from_numpy, (x, weight, bias)), padding=1).numpy()
    np.testing.assert_allclose(architectures.conv2d(x, weight, bias, padding=1), expected)


@numpy_cnn
def test_numpy_cnn_gives_a_row_of_logits_for_each_image():
    shapes = [(32, 3, 3, 3), (32,), (64, 32, 3, 3), (64,), (128, 64, 3, 3), (128,)]
    shapes += [(256, 2048), (256,), (10, 256), (10,)]
    net = architectures.SimpleCNN.from_state([np.zeros(shape) for shape in shapes])
    assert net.forward(np.zeros((2, 3, 32, 32))).shape == (2, 10)
