"""The networks whose training is timed: the course's, as wide as a processor can train."""

from collections.abc import Callable

import msgspec
from torch import nn

from examples.experiments.networks import (
    NarrowCNNWithDropout,
    NarrowResNet,
    lenet5,
    narrow_cifar10net,
)


class Timed(msgspec.Struct, frozen=True):
    """A network, how many images a round takes, and how many times as fast the grader should be."""

    name: str
    make: Callable[[], nn.Module]
    images: int
    target: float


def simple_cnn() -> nn.Module:
    """Three convolutions, each with ReLU and pooling, and one linear layer."""
    layers: list[nn.Module] = []
    for inputs, outputs in ((3, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(128 * 4 * 4, 10))


NETWORKS = (
    Timed("LeNet-5", lenet5, 6000, 2.5),
    Timed("three convolutions", simple_cnn, 3000, 1.5),
    Timed("CNNWithDropout, a quarter", NarrowCNNWithDropout, 4000, 1.5),
    Timed("CIFAR10Net, a quarter", narrow_cifar10net, 3000, 1.5),
    Timed("SimpleResNet, a quarter", NarrowResNet, 2000, 1.5),
)
