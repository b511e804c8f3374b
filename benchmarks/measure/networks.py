"""The networks whose training is timed: the course's, as wide as a processor can train."""

from collections.abc import Callable

import msgspec
import torch
from torch import Tensor, nn

from reference.architectures.cifar10net import CONVOLUTIONS
from reference.architectures.lenet5 import LeNet5
from reference.residual_blocks import conv3x3, make_layer


class Timed(msgspec.Struct, frozen=True):
    """A network, how many images a round takes, and how many times as fast the grader should be."""

    name: str
    make: Callable[[], nn.Module]
    images: int
    target: float


def lenet5() -> nn.Module:
    """LeNet-5 with ReLU on 3x32x32."""
    return LeNet5(in_channels=3, image_size=32, activation=nn.ReLU)


def simple_cnn() -> nn.Module:
    """Three convolutions, each with ReLU and pooling, and one linear layer."""
    layers: list[nn.Module] = []
    for inputs, outputs in ((3, 32), (32, 64), (64, 128)):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(128 * 4 * 4, 10))


def narrow_cifar10net() -> nn.Module:
    """CIFAR10Net with a quarter of its channels."""
    layers: list[nn.Module] = []
    inputs = 3
    for _, wide, pooled in CONVOLUTIONS:
        layers += [nn.Conv2d(inputs, wide // 4, 3, padding=1, bias=False)]
        layers += [nn.BatchNorm2d(wide // 4), nn.ReLU(), *([nn.MaxPool2d(2)] if pooled else [])]
        inputs = wide // 4
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.5), nn.Linear(inputs, 10)]
    return nn.Sequential(*layers, *head)


class NarrowResNet(nn.Module):
    """SimpleResNet with a quarter of its channels: 16, 32, 64."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.bn1 = conv3x3(3, 16), nn.BatchNorm2d(16)
        sizes = ((16, 16, 1), (16, 32, 2), (32, 64, 2))
        self.layers = nn.Sequential(*(make_layer(a, b, 2, stride) for a, b, stride in sizes))
        self.fc = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image."""
        return self.fc(self.layers(torch.relu(self.bn1(self.conv1(x)))).mean(dim=(2, 3)))


NETWORKS = (
    Timed("LeNet-5", lenet5, 4000, 2.5),
    Timed("three convolutions", simple_cnn, 1500, 1.5),
    Timed("CIFAR10Net, a quarter", narrow_cifar10net, 1500, 1.5),
    Timed("SimpleResNet, a quarter", NarrowResNet, 500, 1.5),
)
