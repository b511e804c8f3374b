"""Networks that are trained to find thresholds: the course's architectures in small, and broken ones.

They are small because a hand-in's training lasts seconds; a full AlexNet or VGG-16 does not fit under
the cap on parameters either. Sizes on the right are those of images `(n, 3, 32, 32)`.
"""

from torch import nn

from reference.architectures.lenet5 import LeNet5
from reference.cifar10_model import STAGES
from reference.residual_blocks import ResidualBlock, conv3x3, shortcut

QUARTER = (16, 32, 64, 64, 128, 128)  # channels of CIFAR10Net's convolutions, divided by four
POOLED = (0, 1, 3)  # after which of them there is a pooling
VGG = ((8, 2), (16, 2), (32, 3), (64, 3), (64, 3))  # channels and convolutions of VGG-16's blocks


def lenet5(activation=nn.ReLU):
    """LeNet-5 for colour images."""
    return LeNet5(num_classes=10, in_channels=3, image_size=32, activation=activation)


def convolution(before, after, activation=nn.ReLU, norm=nn.BatchNorm2d):
    """A 3x3 convolution that keeps the size, normalised, then activated."""
    return [nn.Conv2d(before, after, 3, padding=1), norm(after), activation()]


def head(channels, *before):
    """Means of the channels, one linear layer."""
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), *before, nn.Linear(channels, 10)]


def cifar10net(activation=nn.ReLU, norm=nn.BatchNorm2d, dropout=0.5):
    """CIFAR10Net, a quarter as wide."""
    layers, before = [], 3
    for i, after in enumerate(QUARTER):
        layers += convolution(before, after, activation, norm)
        layers += [nn.MaxPool2d(2)] if i in POOLED else []
        before = after
    return nn.Sequential(*layers, *head(before, nn.Dropout(dropout)))


def course_network(activation=nn.ReLU, norm=nn.BatchNorm2d):
    """The network of the solution, with parts that may be exchanged."""
    layers, before = [], 3
    for stage in STAGES:
        for after in stage:
            layers += convolution(before, after, activation, norm)
            before = after
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, *head(before))


def vgg16():
    """VGG-16's thirteen convolutions, an eighth as wide, with batch normalisation."""
    layers, before = [], 3
    for after, count in VGG:
        for _ in range(count):
            layers += convolution(before, after)
            before = after
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, *head(before))


def cnn_with_dropout(dropout=0.5):
    """CNNWithDropout, a quarter as wide."""
    return nn.Sequential(
        *(nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(32 * 8 * 8, 128), nn.ReLU(), nn.Dropout(dropout)),
        *(nn.Linear(128, 64), nn.ReLU(), nn.Dropout(dropout), nn.Linear(64, 10)),
    )


def strided_network():
    """Two strided convolutions and a hidden layer with a little dropout."""
    return nn.Sequential(
        *(nn.Conv2d(3, 24, 5, stride=2, padding=2), nn.ReLU()),
        *(nn.Conv2d(24, 48, 3, stride=2, padding=1), nn.ReLU()),
        *(nn.Flatten(), nn.Linear(48 * 8 * 8, 128), nn.ReLU(), nn.Dropout(0.1)),
        nn.Linear(128, 10),
    )


def resnet(block=ResidualBlock):
    """A stem and three blocks of 16, 32 and 64 channels."""
    stages = ((16, 16, 1), (16, 32, 2), (32, 64, 2))
    blocks = [block(c, d, stride, shortcut(c, d, stride)) for c, d, stride in stages]
    return nn.Sequential(conv3x3(3, 16), nn.BatchNorm2d(16), nn.ReLU(), *blocks, *head(64))


def linear():
    """No hidden layer."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 10))


def two_layers():
    """No convolution."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 256), nn.ReLU(), nn.Linear(256, 10))


def followed_by(make, layer):
    """A network with one more layer behind its logits."""
    return lambda: nn.Sequential(make(), layer)
