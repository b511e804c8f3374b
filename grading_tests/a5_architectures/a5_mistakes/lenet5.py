"""Mistakes in the sizes of LeNet-5, and in its activations as a whole."""

from collections.abc import Callable

from torch import nn

from a5_mistakes.parts import FlattenAll, Pair, both_tuples
from autograder.suite import instead_of

Layer = Callable[[], nn.Module]


def lenet5(
    num_classes: int,
    in_channels: int,
    image_size: int,
    activation: Layer = nn.Tanh,
    padding: int = 0,
    side: int = 0,
    flatten: Layer = nn.Flatten,
) -> nn.Sequential:
    """LeNet-5 with one part after another open to mistakes."""
    side = side or ((image_size + 2 * padding - 4) // 2 - 4) // 2
    return nn.Sequential(
        *(nn.Conv2d(in_channels, 6, 5, padding=padding), activation(), nn.AvgPool2d(2)),
        *(nn.Conv2d(6, 16, 5), activation(), nn.AvgPool2d(2), flatten()),
        *(nn.Linear(16 * side * side, 120), activation()),
        *(nn.Linear(120, 84), activation(), nn.Linear(84, num_classes)),
    )


@instead_of("LeNet5")
def lenet5_without_activations(num_classes=10, in_channels=1, image_size=28):
    """Your network has no activations. Convolutions, averages and linear layers alone make one linear
    map, however many there are: put tanh or ReLU behind each but the last (section 3, "LeNet-5").
    """
    return lenet5(num_classes, in_channels, image_size, activation=nn.Identity)


@instead_of("LeNet5")
def lenet5_with_sigmoids(num_classes=10, in_channels=1, image_size=28):
    """You use the sigmoid. The task asks for tanh or ReLU: a sigmoid is never negative and flat almost
    everywhere, which makes learning slow (section 3, "LeNet-5").
    """
    return lenet5(num_classes, in_channels, image_size, activation=nn.Sigmoid)


@instead_of("LeNet5")
def lenet5_without_flatten(num_classes=10, in_channels=1, image_size=28):
    """Maps `(n, 16, 4, 4)` go into a linear layer, which takes rows. Flatten them first, all but the
    batch: `x.flatten(1)` (section 3, "From maps to rows").
    """
    return lenet5(num_classes, in_channels, image_size, flatten=nn.Identity)


@instead_of("LeNet5")
def lenet5_flattens_the_batch(num_classes=10, in_channels=1, image_size=28):
    """You flatten the batch, too, so that all images end in one row. Keep the first axis:
    `x.flatten(1)`, or `nn.Flatten()` (section 3, "From maps to rows").
    """
    return lenet5(num_classes, in_channels, image_size, flatten=FlattenAll)


@instead_of("LeNet5")
def lenet5_always_padded(num_classes=10, in_channels=1, image_size=28):
    """Your first convolution has padding 2. The task asks for none: 28 pixels become 24, and the
    network has 44,426 parameters (section 3, "LeNet-5").
    """
    return lenet5(num_classes, in_channels, image_size, padding=2)


@instead_of("LeNet5")
def lenet5_padded_to_32(num_classes=10, in_channels=1, image_size=28):
    """Your first convolution pads images of 28 pixels to 32, as the paper does with its digits. Here it
    has no padding: 44,426 parameters, not 61,706 (section 3, "LeNet-5").
    """
    return lenet5(num_classes, in_channels, image_size, padding=(32 - image_size) // 2)


@instead_of("LeNet5")
def lenet5_ignores_the_image_size(num_classes=10, in_channels=1, image_size=28):
    """Your first linear layer expects 256 inputs whatever `image_size` is. With 32 pixels the maps are
    5x5 in the end, and it needs 400: work it out (section 3, "From maps to rows").
    """
    return lenet5(num_classes, in_channels, image_size, side=4)


@instead_of("LeNet5")
def lenet5_ignores_the_channels(num_classes=10, in_channels=1, image_size=28):
    """Your first convolution takes one channel whatever `in_channels` is. Colour images have three
    (exercise `lenet5`).
    """
    return lenet5(num_classes, 1, image_size)


@instead_of("LeNet5")
def lenet5_ignores_the_classes(num_classes=10, in_channels=1, image_size=28):
    """Your last layer has 10 outputs whatever `num_classes` is (exercise `lenet5`)."""
    return lenet5(10, in_channels, image_size)


@instead_of("LeNet5", alike=both_tuples)
def lenet5_returns_a_tuple(num_classes=10, in_channels=1, image_size=28):
    """`forward` returns a tuple. A loss needs the logits alone: return one tensor, `(n, num_classes)`
    (section 9, "When it does not work").
    """
    return Pair(lenet5(num_classes, in_channels, image_size))
