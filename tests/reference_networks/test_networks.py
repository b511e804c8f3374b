"""The networks of the course against torchvision's, torch's own operators and published counts.

AlexNet has two tables. Ours is figure 2 of the paper of 2012 in one piece: 96, 256, 384, 384 and 256
filters, 62,378,344 parameters. torchvision's is the narrower one of Krizhevsky's "One weird trick
for parallelizing convolutional neural networks" (2014): 64, 192, 384, 256 and 256 filters,
61,100,840 parameters. Kernels, strides, paddings, poolings, dropout and linear layers agree, so that
torchvision's network with our widths is ours. The paper itself cut the second, fourth and fifth
convolution in two halves that do not see each other: 60,965,224 parameters.
"""

import importlib

import pytest
import torch
import torch.nn.functional as F
from seeded_networks import ROUNDED, SHARP, filled, images, outcome, sketch
from torch import Tensor, nn

from autograder.networks.vision import import_torchvision
from reference import architectures_all as networks


@pytest.fixture(scope="module")
def published():
    """The models that torchvision keeps."""
    import_torchvision()
    return importlib.import_module("torchvision.models")


def share_weights(ours: nn.Module, theirs: nn.Module) -> None:
    """Put our tensors, not copies of them, into the places of theirs, in order."""
    names, mine = list(theirs.state_dict()), list(ours.state_dict().values())
    theirs.load_state_dict(dict(zip(names, mine, strict=True)), assign=True)


def assert_same(ours: nn.Module, theirs: nn.Module, x: Tensor) -> None:
    """Equal outputs and gradients, in eval mode and in training.

    Of a network in float32, a large one, the gradients of biases speak for those of weights.
    """
    large = x.dtype == torch.float32
    for training in (False, True):
        found = []
        for net in (ours.train(training), theirs.train(training)):
            weights = [weight for weight in net.parameters() if weight.dim() == 1 or not large]
            found.append(outcome(net, weights, x))
        torch.testing.assert_close(*found, **(ROUNDED if large else SHARP))


# ---------------------------------------------------------------------------------- values, LeNet-5


@pytest.mark.parametrize(("layer", "activation"), [(nn.Tanh, torch.tanh), (nn.ReLU, torch.relu)])
@pytest.mark.parametrize(("c", "side"), [(1, 28), (1, 32), (3, 32), (2, 21)])
def test_lenet5_is_its_operators_written_out(layer, activation, c, side):
    net = filled(networks.LeNet5, in_channels=c, image_size=side, activation=layer)
    weights = list(net.parameters())
    w1, b1, w2, b2, w3, b3, w4, b4, w5, b5 = weights

    def by_hand(x: Tensor) -> Tensor:
        x = F.avg_pool2d(activation(F.conv2d(x, w1, b1)), 2)
        x = F.avg_pool2d(activation(F.conv2d(x, w2, b2)), 2).flatten(1)
        x = activation(F.linear(x, w3, b3))
        return F.linear(activation(F.linear(x, w4, b4)), w5, b5)

    x = images(3, c, side, side)
    found = (outcome(forward, weights, x) for forward in (net, by_hand))
    torch.testing.assert_close(*found, **SHARP)


def test_lenet5_squashes_with_tanh_unless_told_otherwise():
    kinds = [type(layer) for layer in networks.LeNet5().modules()]
    assert kinds.count(nn.Tanh) == 4
    assert nn.ReLU not in kinds


# ---------------------------------------------------------------------------------- values, AlexNet


def convolutions_of(net: nn.Module) -> list[nn.Conv2d]:
    return [layer for layer in net.modules() if isinstance(layer, nn.Conv2d)]


def test_alexnet_is_torchvisions_with_the_widths_of_the_first_paper(published):
    ours = filled(networks.AlexNet, torch.float32, num_classes=10)
    theirs = sketch(published.alexnet, num_classes=10)
    widths = (3, 96, 256, 384, 384, 256)
    for i, c, out in zip((0, 3, 6, 8, 10), widths[:-1], widths[1:], strict=True):
        layer = theirs.features[i]
        sizes = (layer.kernel_size, layer.stride, layer.padding)
        theirs.features[i] = sketch(nn.Conv2d, c, out, *sizes)
    share_weights(ours, theirs)
    assert_same(ours, theirs, images(2, 3, 224, 224, dtype=torch.float32))


def test_alexnet_differs_from_torchvisions_in_its_widths_alone(published):
    ours, theirs = sketch(networks.AlexNet), sketch(published.alexnet)
    widths = [[layer.out_channels for layer in convolutions_of(net)] for net in (ours, theirs)]
    assert widths == [[96, 256, 384, 384, 256], [64, 192, 384, 256, 256]]
    assert networks.count_parameters(theirs) == 61_100_840
    convolutional = [networks.count_parameters(net.features) for net in (ours, theirs)]
    assert convolutional == [3_747_200, 2_469_696]
    linear = [networks.count_parameters(net.classifier) for net in (ours, theirs)]
    assert linear == [58_631_144, 58_631_144]


def test_alexnet_in_two_halves_has_the_size_of_the_first_paper():
    net = sketch(networks.AlexNet)
    halved = [convolutions_of(net)[i].weight.numel() // 2 for i in (1, 3, 4)]
    assert networks.count_parameters(net) - sum(halved) == 60_965_224


# -------------------------------------------------------------------------------------- values, VGG


@pytest.fixture(scope="module", params=["16", "19"])
def both_vggs(published, request):
    """Ours and torchvision's on one set of weights: 0.6 GB, one depth at a time."""
    ours = filled(getattr(networks, f"VGG{request.param}"), torch.float32)
    theirs = sketch(getattr(published, f"vgg{request.param}"))
    share_weights(ours, theirs)
    return ours, theirs


def test_vgg_gives_torchvisions_logits(both_vggs):
    ours, theirs = (net.eval() for net in both_vggs)
    x = images(1, 3, 224, 224, dtype=torch.float32)
    with torch.inference_mode():
        expected = theirs(x)
        torch.testing.assert_close(ours(x), expected, **ROUNDED)
    assert expected.std() > 0.1  # nothing that any two networks would agree on


@pytest.mark.parametrize(
    ("part", "shape"), [("features", (2, 3, 32, 40)), ("classifier", (2, 25_088))]
)
def test_the_parts_of_vgg_are_torchvisions_in_both_modes(both_vggs, part, shape):
    ours, theirs = (getattr(net, part) for net in both_vggs)
    assert_same(ours, theirs, images(*shape, dtype=torch.float32))


@pytest.mark.parametrize("part", ["features", "classifier"])
def test_gradients_flow_to_every_parameter_of_vgg(both_vggs, part):
    net, _ = both_vggs
    x = images(*{"features": (1, 3, 64, 64), "classifier": (1, 25_088)}[part], dtype=torch.float32)
    found = outcome(getattr(net, part), getattr(net, part).parameters(), x)
    assert [gradient.any().item() for gradient in found] == [True] * len(found)


@pytest.mark.parametrize("num_convs", [1, 2, 4])
def test_a_vgg_block_is_torchvisions(published, num_convs):
    block = filled(networks.VGGBlock, in_channels=3, out_channels=5, num_convs=num_convs)
    theirs = published.vgg.make_layers([5] * num_convs + ["M"])
    share_weights(block, theirs)
    assert_same(block, theirs, images(2, 3, 7, 10))


# ------------------------------------------------------------------------------- values, CIFAR10Net


def test_cifar10net_is_built_of_torchvisions_parts(published):
    """Its VGG with batch norm, without biases in convolutions, and with a short end."""
    ours = filled(networks.CIFAR10Net, num_classes=7)
    layers = published.vgg.make_layers([64, "M", 128, "M", 256, 256, "M", 512, 512], True)
    theirs = sketch(published.VGG, layers, init_weights=False)
    theirs.avgpool = nn.AdaptiveAvgPool2d((1, 1))
    theirs.classifier = nn.Sequential(nn.Dropout(0.5), nn.Linear(512, 7))
    for layer in convolutions_of(theirs):
        layer.bias = None
    mine = ours.state_dict().values()
    theirs.double().load_state_dict(dict(zip(theirs.state_dict(), mine, strict=True)))  # copies
    assert_same(ours, theirs, images(3, 3, 10, 17))
    pairs = zip(mine, theirs.state_dict().values(), strict=True)
    assert all(torch.allclose(*pair) for pair in pairs)  # what a training step left in batch norms
