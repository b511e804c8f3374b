"""The course's networks as narrow as one core can train them in a lesson."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from reference.architectures.cifar10net import CONVOLUTIONS, CIFAR10Net
from reference.architectures.cnn_with_dropout import CNNWithDropout
from reference.architectures.lenet5 import LeNet5
from reference.architectures.simple_resnet import SimpleResNet
from reference.residual_blocks import conv3x3, make_layer

Make = Callable[[], nn.Module]
PART = 4  # of the channels are left out but one


class NarrowCNNWithDropout(CNNWithDropout):
    """A quarter of the channels and of the units; the forward pass is the same."""

    def __init__(self, num_classes: int = 10, p: float = 0.5) -> None:
        nn.Module.__init__(self)
        self.conv1 = nn.Conv2d(3, 64 // PART, 3, padding=1)
        self.conv2 = nn.Conv2d(64 // PART, 128 // PART, 3, padding=1)
        self.fc1 = nn.Linear(128 // PART * 8 * 8, 512 // PART)
        self.fc2 = nn.Linear(512 // PART, 256 // PART)
        self.fc3 = nn.Linear(256 // PART, num_classes)
        self.p = p


class NarrowResNet(nn.Module):
    """SimpleResNet with 16, 32 and 64 channels."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.bn1 = conv3x3(3, 16), nn.BatchNorm2d(16)
        sizes = ((16, 16, 1), (16, 32, 2), (32, 64, 2))
        self.layers = nn.Sequential(*(make_layer(a, b, 2, stride) for a, b, stride in sizes))
        self.fc = nn.Linear(64, 10)

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image."""
        return self.fc(self.layers(torch.relu(self.bn1(self.conv1(x)))).mean(dim=(2, 3)))


def narrow_cifar10net() -> nn.Module:
    """CIFAR10Net with a quarter of its channels."""
    layers: list[nn.Module] = []
    inputs = 3
    for _, wide, pooled in CONVOLUTIONS:
        layers += [nn.Conv2d(inputs, wide // PART, 3, padding=1, bias=False)]
        layers += [nn.BatchNorm2d(wide // PART), nn.ReLU(), *([nn.MaxPool2d(2)] if pooled else [])]
        inputs = wide // PART
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.5), nn.Linear(inputs, 10)]
    return nn.Sequential(*layers, *head)


def lenet5() -> nn.Module:
    """LeNet-5 with ReLU for colour images of 32x32."""
    return LeNet5(in_channels=3, image_size=32, activation=nn.ReLU)


def with_dropout(p: float, full: bool) -> nn.Module:
    """The network of the dropout lesson."""
    return CNNWithDropout(p=p) if full else NarrowCNNWithDropout(p=p)


def cifar10net(full: bool) -> nn.Module:
    """The network that the course builds for CIFAR-10."""
    return CIFAR10Net() if full else narrow_cifar10net()


def three(full: bool) -> dict[str, Make]:
    """The architectures that are compared, the oldest first."""
    if full:
        return {"LeNet-5": lenet5, "CIFAR10Net": CIFAR10Net, "SimpleResNet": SimpleResNet}
    narrow = "CIFAR10Net, a quarter", "SimpleResNet, a quarter"
    return {"LeNet-5": lenet5, narrow[0]: narrow_cifar10net, narrow[1]: NarrowResNet}
