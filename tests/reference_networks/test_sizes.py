"""The networks of the course have the published sizes, shapes and gradients, and refuse bad arguments."""

import inspect
from typing import get_type_hints

import jaxtyping
import numpy as np
import pytest
import torch
from seeded_networks import filled, images, outcome, sketch
from torch import Tensor

from reference import architectures_all as networks


@pytest.mark.parametrize(
    ("name", "options", "parameters"),
    [
        pytest.param("LeNet5", {}, 44_426, id="lenet5"),
        pytest.param("LeNet5", {"image_size": 32}, 61_706, id="lenet5_32"),
        pytest.param("LeNet5", {"image_size": 32, "in_channels": 3}, 62_006, id="lenet5_cifar"),
        pytest.param("AlexNet", {}, 62_378_344, id="alexnet"),
        pytest.param("AlexNet", {"num_classes": 10}, 58_322_314, id="alexnet_10"),
        pytest.param("VGG16", {}, 138_357_544, id="vgg16"),
        pytest.param("VGG19", {}, 143_667_240, id="vgg19"),
        pytest.param("SimpleResNet", {}, 2_777_674, id="simple_resnet"),
        pytest.param("CIFAR10Net", {}, 4_507_722, id="cifar10net"),
    ],
)
def test_sizes_are_the_published_ones(name, options, parameters):
    net = sketch(getattr(networks, name), **options)
    assert sum(parameter.numel() for parameter in net.parameters()) == parameters
    assert networks.count_parameters(net) == parameters


@pytest.mark.parametrize(
    ("name", "shape", "sides"),
    [
        pytest.param("LeNet5", (2, 1, 28, 28), [24, 12, 8, 4], id="lenet5"),
        pytest.param("AlexNet", (2, 3, 224, 224), [55, 27, 13, 6], id="alexnet"),
        pytest.param("AlexNet", (2, 3, 227, 227), [56, 27, 13, 6], id="alexnet_227"),
        pytest.param("VGG16", (2, 3, 224, 224), [224, 112, 56, 28, 14, 7], id="vgg16"),
        pytest.param("VGG19", (2, 3, 224, 224), [224, 112, 56, 28, 14, 7], id="vgg19"),
        pytest.param("CIFAR10Net", (2, 3, 32, 32), [32, 16, 8, 4, 1], id="cifar10net"),
        pytest.param("CIFAR10Net", (2, 3, 8, 13), [8, 4, 2, 1], id="cifar10net_smallest"),
    ],
)
def test_maps_shrink_as_the_figures_say_and_seven_logits_come_out(name, shape, sides):
    net = sketch(getattr(networks, name), num_classes=7)
    rows = sketch(networks.describe, net, shape)
    assert list(dict.fromkeys(row[1][2] for row in rows if len(row[1]) == 4)) == sides
    assert rows[-1][1] == (2, 7)
    assert sum(row[2] for row in rows) == networks.count_parameters(net)


@pytest.mark.parametrize(
    ("name", "options", "shape"),
    [
        pytest.param("LeNet5", {"in_channels": 3, "image_size": 29}, (2, 3, 29, 29), id="lenet5"),
        pytest.param("AlexNet", {}, (2, 3, 227, 227), id="alexnet"),
        pytest.param("VGG19", {}, (1, 3, 224, 224), id="vgg19"),
        pytest.param("CIFAR10Net", {}, (3, 3, 9, 14), id="cifar10net"),
    ],
)
def test_shapes_are_those_that_the_annotations_promise(name, options, shape):
    net = sketch(getattr(networks, name), **options)
    known = {**vars(inspect.getmodule(type(net))), "Float": jaxtyping.Float, "Tensor": Tensor}
    hints = get_type_hints(type(net).forward, known)
    x = torch.zeros(shape, device="meta")
    with jaxtyping.jaxtyped("context"):
        assert isinstance(x, hints["x"])
        assert isinstance(net(x), hints["return"])


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        pytest.param("LeNet5", (2, 1, 28, 28), id="lenet5"),
        pytest.param("AlexNet", (2, 3, 224, 224), id="alexnet"),
        pytest.param("CIFAR10Net", (2, 3, 16, 16), id="cifar10net"),
    ],
)
def test_gradients_flow_to_every_parameter(name, shape):
    net = filled(getattr(networks, name), torch.float32)
    found = outcome(net, net.parameters(), images(*shape, dtype=torch.float32))
    assert [gradient.any().item() for gradient in found] == [True] * len(found)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        pytest.param(lambda: networks.LeNet5(0), "num_classes is 0", id="lenet5"),
        pytest.param(lambda: networks.LeNet5(10, 0), "in_channels is 0", id="lenet5_channels"),
        pytest.param(lambda: networks.LeNet5(10, 1, 15), "image_size is 15", id="lenet5_size"),
        pytest.param(lambda: networks.AlexNet(0), "num_classes is 0", id="alexnet"),
        pytest.param(lambda: networks.VGGBlock(0, 1, 1), "in_channels is 0", id="vgg_in"),
        pytest.param(lambda: networks.VGGBlock(1, 0, 1), "out_channels is 0", id="vgg_out"),
        pytest.param(lambda: networks.VGGBlock(1, 1, 0), "num_convs is 0", id="vgg_convs"),
        pytest.param(lambda: networks.VGG16(-1), "num_classes is -1", id="vgg16"),
        pytest.param(lambda: networks.VGG19(0), "num_classes is 0", id="vgg19"),
        pytest.param(lambda: networks.CIFAR10Net(0), "num_classes is 0", id="cifar10net"),
        pytest.param(
            lambda: networks.SimpleCNN.from_state([np.ones(1)] * 9), "holds 9 arrays", id="state"
        ),
    ],
)
def test_a_bad_argument_is_refused_by_name_and_value(call, names):
    with pytest.raises(ValueError, match=names):
        call()


def test_the_smallest_lenet5_ends_in_maps_of_one_cell():
    assert networks.LeNet5(image_size=16)(torch.zeros(2, 1, 16, 16)).shape == (2, 10)
