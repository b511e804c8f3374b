"""Mistakes in AlexNet."""

from collections.abc import Callable

from torch import nn

from a5_mistakes.parts import AlwaysDropout
from autograder.suite import instead_of

Layer = Callable[[], nn.Module]


def alexnet(
    num_classes: int,
    widths: tuple[int, ...] = (96, 256, 384, 384, 256),
    padding_and_side: tuple[int, int] = (2, 6),
    pool: tuple[int, int] = (3, 2),
    after: Layer = nn.Identity,
    hidden: Layer = nn.ReLU,
    dropouts: tuple[nn.Module, ...] = (nn.Dropout(0.5), nn.Dropout(0.5)),
) -> nn.Sequential:
    """AlexNet with one part after another open to mistakes."""
    a, b, c, d, e = widths
    padding, side = padding_and_side
    return nn.Sequential(
        *(nn.Conv2d(3, a, 11, 4, padding), nn.ReLU(), after(), nn.MaxPool2d(*pool)),
        *(nn.Conv2d(a, b, 5, padding=2), nn.ReLU(), after(), nn.MaxPool2d(*pool)),
        *(nn.Conv2d(b, c, 3, padding=1), nn.ReLU()),
        *(nn.Conv2d(c, d, 3, padding=1), nn.ReLU()),
        *(nn.Conv2d(d, e, 3, padding=1), nn.ReLU(), nn.MaxPool2d(*pool), nn.Flatten()),
        *(dropouts[0], nn.Linear(e * side * side, 4096), hidden()),
        *(dropouts[1], nn.Linear(4096, 4096), hidden()),
        nn.Linear(4096, num_classes),
    )


@instead_of("AlexNet")
def alexnet_without_first_padding(num_classes=1000):
    """Your first convolution has no padding, so that 224 pixels give 54 places, not 55, and the last
    maps are 5x5, not 6x6. It needs padding 2 (section 4, "Why 55?").
    """
    return alexnet(num_classes, padding_and_side=(0, 6))


@instead_of("AlexNet")
def alexnet_ends_in_five_by_five(num_classes=1000):
    """Your last maps are 5x5: without padding, the first convolution gives 54 places, not 55. It needs
    padding 2, and the first linear layer 256 * 6 * 6 inputs (section 4, "Why 55?").
    """
    return alexnet(num_classes, padding_and_side=(0, 5))


@instead_of("AlexNet")
def alexnet_pools_side_by_side(num_classes=1000):
    """Your pooling windows stand side by side: without a stride, `nn.MaxPool2d(3)` moves by 3. AlexNet's
    overlap: 3x3 with stride 2 (section 4, "AlexNet").
    """
    return alexnet(num_classes, pool=(3, 3))


@instead_of("AlexNet")
def alexnet_pools_by_two(num_classes=1000):
    """Your pooling windows are 2x2. The sizes come out right, but AlexNet's windows are 3x3 with stride
    2, so that they overlap (section 4, "AlexNet").
    """
    return alexnet(num_classes, pool=(2, 2))


@instead_of("AlexNet")
def alexnet_with_torchvisions_widths(num_classes=1000):
    """Your convolutions have 64, 192, 384, 256 and 256 channels: the later version, which torchvision
    has. The paper's has 96, 256, 384, 384 and 256 (section 4, "AlexNet").
    """
    return alexnet(num_classes, widths=(64, 192, 384, 256, 256))


@instead_of("AlexNet")
def alexnet_without_dropout(num_classes=1000):
    """Your network has no dropout. With 58 million weights in three layers, half of the inputs of the
    hidden ones are dropped in training: p = 0.5 (section 4, "AlexNet").
    """
    return alexnet(num_classes, dropouts=(nn.Identity(), nn.Identity()))


@instead_of("AlexNet")
def alexnet_with_one_dropout(num_classes=1000):
    """Only your first hidden layer has dropout in front. Both have it (section 4, "AlexNet")."""
    return alexnet(num_classes, dropouts=(nn.Dropout(0.5), nn.Identity()))


@instead_of("AlexNet")
def alexnet_drops_too_little(num_classes=1000):
    """Your dropout has p = 0.2; AlexNet's has p = 0.5 (section 4, "AlexNet")."""
    return alexnet(num_classes, dropouts=(nn.Dropout(0.2), nn.Dropout(0.2)))


@instead_of("AlexNet")
def alexnet_drops_in_place(num_classes=1000):
    """Your dropout works in place on what ReLU put out, which ReLU needs for its gradient: training
    stops with an error. Leave `inplace` out (section 9, "When it does not work").
    """
    return alexnet(num_classes, dropouts=(nn.Dropout(0.5), nn.Dropout(0.5, inplace=True)))


@instead_of("AlexNet")
def alexnet_never_stops_dropping(num_classes=1000):
    """You drop in eval mode, too. `F.dropout` does so unless told `training=self.training`; the layer
    `nn.Dropout` follows the mode by itself (section 9, "When it does not work").
    """
    return alexnet(num_classes, dropouts=(AlwaysDropout(), AlwaysDropout()))


@instead_of("AlexNet")
def alexnet_without_hidden_activations(num_classes=1000):
    """There is no ReLU between your fully connected layers, so that three of them do no more than one.
    Put one behind each hidden layer (section 4, "AlexNet").
    """
    return alexnet(num_classes, hidden=nn.Identity)


@instead_of("AlexNet")
def alexnet_normalises_responses(num_classes=1000):
    """You normalise responses, as the paper does. It was found to bring little, and the task leaves it
    out (exercise `alexnet`).
    """
    return alexnet(num_classes, after=lambda: nn.LocalResponseNorm(5, k=2.0))


@instead_of("AlexNet")
def alexnet_ignores_the_classes(num_classes=1000):
    """Your last layer has 1000 outputs whatever `num_classes` is (exercise `alexnet`)."""
    return alexnet(1000)


@instead_of("AlexNet")
def alexnet_ends_in_softmax(num_classes=1000):
    """Your network ends in a softmax. Return logits: the loss applies softmax itself (section 9, "When
    it does not work").
    """
    return alexnet(num_classes).append(nn.Softmax(dim=1))
