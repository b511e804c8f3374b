"""What is measured for the accuracy of `build_model`: right networks, and networks that are broken."""

from a6_tiers import TIERS
from torch import nn

from autograder.calibrate import Plan, Profile
from reference.architectures.lenet5 import LeNet5
from reference.cifar10_model import build_model

CHANNELS = (16, 32, 64)


def narrow_network(activation=nn.ReLU, norm=nn.BatchNorm2d, classes=10):
    """CIFAR10Net in small: convolutions with batch norm, poolings between them, means, one layer."""
    layers, before = [], 3
    for after in CHANNELS:
        layers += [nn.Conv2d(before, after, 3, padding=1), norm(after), activation()]
        layers += [nn.MaxPool2d(2)]
        before = after
    layers += [nn.Conv2d(before, 64, 3, padding=1), norm(64), activation()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, classes))


def lenet5():
    """LeNet-5 for colour images, with ReLU."""
    return LeNet5(num_classes=10, in_channels=3, image_size=32, activation=nn.ReLU)


def strided_network():
    """Two strided convolutions and a hidden layer with a little dropout."""
    return nn.Sequential(
        nn.Conv2d(3, 24, 5, stride=2, padding=2),
        nn.ReLU(),
        nn.Conv2d(24, 48, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(48 * 8 * 8, 128),
        nn.ReLU(),
        nn.Dropout(0.1),
        nn.Linear(128, 10),
    )


def followed_by(*layers):
    """The narrow network with more behind its logits."""
    return lambda: nn.Sequential(narrow_network(), *layers)


def dropout_of_nine_tenths():
    """Hardly anything reaches the last layer."""
    *body, last = narrow_network()
    return nn.Sequential(*body, nn.Dropout(0.9), last)


def linear():
    """No hidden layer."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 10))


def two_layers():
    """No convolution."""
    return nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 256), nn.ReLU(), nn.Linear(256, 10))


SYNTHETIC = Profile(
    images=8_000, test_images=2_000, train_seed=61, test_seed=62, recipe={"samples": 8_000}
)
PLAN = Plan(
    profiles={"synthetic": SYNTHETIC},
    correct={
        "course_network": build_model,
        "narrow_network": narrow_network,
        "strided_network": strided_network,
        "lenet5": lenet5,
    },
    broken={
        "softmax_before_cross_entropy": followed_by(nn.Softmax(dim=1)),
        "relu_on_the_logits": followed_by(nn.ReLU()),
        "no_activation": lambda: narrow_network(activation=nn.Identity),
        "sigmoid_for_relu": lambda: narrow_network(activation=nn.Sigmoid),
        "no_batch_norm": lambda: narrow_network(norm=nn.Identity),
        "dropout_0.9": dropout_of_nine_tenths,
        "linear": linear,
        "two_layers": two_layers,
    },
    base="narrow_network",
    tiers=TIERS,
)
