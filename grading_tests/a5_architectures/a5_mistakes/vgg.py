"""Mistakes in VGG-16 and VGG-19 as a whole."""

from collections.abc import Callable

from torch import nn

from autograder.suite import instead_of
from reference.architectures.vgg import VGGBlock

Layer = Callable[[], nn.Module]
WIDTHS = (3, 64, 128, 256, 512, 512)


def vgg(
    convolutions: tuple[int, ...],
    num_classes: int,
    side: int = 7,
    hidden: Layer = nn.ReLU,
) -> nn.Sequential:
    """VGG with one part after another open to mistakes."""
    net = nn.Sequential(
        *(VGGBlock(*row) for row in zip(WIDTHS, WIDTHS[1:], convolutions, strict=False)),
        nn.Flatten(),
    )
    for c, out in ((512 * side * side, 4096), (4096, 4096)):
        net.append(nn.Linear(c, out)).append(hidden())
    return net.append(nn.Linear(4096, num_classes))


@instead_of("VGG16")
def vgg16_is_vgg13(num_classes=1000):
    """Your blocks have two convolutions each: that is VGG-13. VGG-16 has 2, 2, 3, 3, 3 (section 5, "The
    table").
    """
    return vgg((2, 2, 2, 2, 2), num_classes)


@instead_of("VGG16")
def vgg16_is_vgg19(num_classes=1000):
    """Your VGG-16 has four convolutions in the last three blocks: that is VGG-19 (section 5, "The
    table").
    """
    return vgg((2, 2, 4, 4, 4), num_classes)


@instead_of("VGG19")
def vgg19_is_vgg16(num_classes=1000):
    """Your VGG-19 has three convolutions in the last three blocks, as VGG-16. It has four (section 5,
    "The table").
    """
    return vgg((2, 2, 3, 3, 3), num_classes)


@instead_of("VGG16")
def vgg16_without_its_last_pooling(num_classes=1000):
    """Your last block does not pool: 14x14 maps go into the first linear layer, which has four times the
    weights then. All five blocks end in pooling: 7x7 (section 5, "The table").
    """
    net = vgg((2, 2, 3, 3, 3), num_classes, side=14)
    net[4][-1] = nn.Identity()
    return net


@instead_of("VGG16")
def vgg16_with_one_hidden_layer(num_classes=1000):
    """Your VGG-16 has one hidden layer of 4096. It has two, and 138,357,544 parameters (section 5, "The
    table").
    """
    net = vgg((2, 2, 3, 3, 3), num_classes)
    return nn.Sequential(*net[:8], net[-1])


@instead_of("VGG16")
def vgg16_ignores_the_classes(num_classes=1000):
    """Your last layer has 1000 outputs whatever `num_classes` is (exercise `vgg`)."""
    return vgg((2, 2, 3, 3, 3), 1000)


@instead_of("VGG16")
def vgg16_without_hidden_activations(num_classes=1000):
    """There is no ReLU between your fully connected layers, so that three of them do no more than one.
    Put one behind each hidden layer (section 5, "The table").
    """
    return vgg((2, 2, 3, 3, 3), num_classes, hidden=nn.Identity)


@instead_of("VGG16")
def vgg16_ends_in_softmax(num_classes=1000):
    """Your network ends in a softmax. Return logits: the loss applies softmax itself (section 9, "When
    it does not work").
    """
    return vgg((2, 2, 3, 3, 3), num_classes).append(nn.Softmax(dim=1))
