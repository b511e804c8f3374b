"""Mistakes that show in the values of LeNet-5, once for each activation that it may have."""

from torch import nn

from a5_mistakes.lenet5 import lenet5
from a5_mistakes.parts import Flatten, at_least, with_a_spare, with_equal_filters
from autograder.suite import instead_of


def pooling_by_maximum(net: nn.Sequential) -> nn.Sequential:
    """The network with maxima in place of averages."""
    net[2] = net[5] = nn.MaxPool2d(2)
    return net


@instead_of("LeNet5")
def lenet5_with_max_pooling(num_classes=10, in_channels=1, image_size=28):
    """You pool by the maximum. LeNet-5 takes averages: `nn.AvgPool2d` (section 3, "LeNet-5")."""
    return pooling_by_maximum(lenet5(num_classes, in_channels, image_size))


@instead_of("LeNet5")
def lenet5_with_max_pooling_and_relu(num_classes=10, in_channels=1, image_size=28):
    """You pool by the maximum. LeNet-5 takes averages: `nn.AvgPool2d` (section 3, "LeNet-5")."""
    return pooling_by_maximum(lenet5(num_classes, in_channels, image_size, nn.ReLU))


@instead_of("LeNet5")
def lenet5_ends_in_softmax(num_classes=10, in_channels=1, image_size=28):
    """Your network ends in a softmax. Return logits: the loss applies softmax itself, and two of them
    keep the loss of ten classes above 1.46 (section 9, "When it does not work").
    """
    net = lenet5(num_classes, in_channels, image_size)
    return net.append(nn.Softmax(dim=1))


@instead_of("LeNet5")
def lenet5_ends_in_softmax_with_relu(num_classes=10, in_channels=1, image_size=28):
    """Your network ends in a softmax. Return logits: the loss applies softmax itself, and two of them
    keep the loss of ten classes above 1.46 (section 9, "When it does not work").
    """
    net = lenet5(num_classes, in_channels, image_size, nn.ReLU)
    return net.append(nn.Softmax(dim=1))


@instead_of("LeNet5")
def lenet5_activates_its_logits(num_classes=10, in_channels=1, image_size=28):
    """Your last layer has an activation. Logits must be free to be negative: nothing follows the last
    layer (section 9, "When it does not work").
    """
    net = lenet5(num_classes, in_channels, image_size, nn.ReLU)
    return net.append(nn.ReLU())


@instead_of("LeNet5")
def lenet5_flattens_channels_last(num_classes=10, in_channels=1, image_size=28):
    """You flatten rows, columns, channels. PyTorch's order is channels, rows, columns: flatten without
    moving axes, or weights of others do not fit (section 3, "From maps to rows").
    """
    return lenet5(num_classes, in_channels, image_size, flatten=Flatten)


@instead_of("LeNet5")
def lenet5_flattens_channels_last_with_relu(num_classes=10, in_channels=1, image_size=28):
    """You flatten rows, columns, channels. PyTorch's order is channels, rows, columns: flatten without
    moving axes, or weights of others do not fit (section 3, "From maps to rows").
    """
    return lenet5(num_classes, in_channels, image_size, nn.ReLU, flatten=Flatten)


@instead_of("LeNet5", alike=at_least)
def lenet5_has_an_unused_layer(num_classes=10, in_channels=1, image_size=28):
    """Your network holds a layer that no image goes through. Is a name in `forward` misspelt, or is a
    layer left over? Every layer of `__init__` is used once (section 9, "When it does not work").
    """
    return with_a_spare(lenet5(num_classes, in_channels, image_size))


@instead_of("LeNet5")
def lenet5_starts_with_equal_filters(num_classes=10, in_channels=1, image_size=28):
    """All filters of a layer start equal, so that they learn the same and stay equal. Let PyTorch's layers
    draw them: leave out your own initialisation (section 3, "LeNet-5").
    """
    return with_equal_filters(lenet5(num_classes, in_channels, image_size))
