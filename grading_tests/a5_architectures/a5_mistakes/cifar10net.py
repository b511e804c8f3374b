"""Mistakes in CIFAR10Net."""

from collections.abc import Callable

from torch import nn

from a5_mistakes.parts import AlwaysDropout, NormOfMemory, with_equal_filters, without_memory
from autograder.suite import instead_of

Layer = Callable[[], nn.Module]
ROWS = ((3, 64), (64, 128), (128, 256), (256, 256), (256, 512), (512, 512))


def block(
    c: int, out: int, bias: bool, norm: Callable[[int], nn.Module], activation: Layer, order: str
) -> list[nn.Module]:
    """Convolution, batch normalisation, ReLU, in this order unless told."""
    conv = nn.Conv2d(c, out, 3, padding=1, bias=bias)
    return [conv, norm(out), activation()] if order == "norm" else [conv, activation(), norm(out)]


def cifar10net(
    num_classes: int,
    pooled: tuple[int, ...] = (0, 1, 3),
    bias: bool = False,
    norm: Callable[[int], nn.Module] = nn.BatchNorm2d,
    activation: Layer = nn.ReLU,
    order: str = "norm",
    end: nn.Sequential | None = None,
) -> nn.Sequential:
    """CIFAR10Net with one part after another open to mistakes."""
    net = nn.Sequential()
    for i, (c, out) in enumerate(ROWS):
        net.extend(block(c, out, bias, norm, activation, order))
        if i in pooled:
            net.append(nn.MaxPool2d(2))
    net.extend(end or [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.5)])
    return net.append(nn.Linear(512, num_classes))


def ending(pool: nn.Module, dropout: nn.Module) -> nn.Sequential:
    """What stands between the last block and the last layer."""
    return nn.Sequential(pool, nn.Flatten(), dropout)


@instead_of("CIFAR10Net")
def cifar10net_with_biases(num_classes=10):
    """Your convolutions have biases. Batch normalisation subtracts the mean, and any bias with it: leave
    them out (section 7, "Putting the parts together").
    """
    return cifar10net(num_classes, bias=True)


@instead_of("CIFAR10Net")
def cifar10net_without_batch_norm(num_classes=10):
    """Your network has no batch normalisation. It stands behind each convolution (section 7, "Putting
    the parts together").
    """
    return cifar10net(num_classes, norm=lambda c: nn.Identity())


@instead_of("CIFAR10Net")
def cifar10net_without_relu(num_classes=10):
    """Your network has no ReLU. It stands behind each batch normalisation (section 7, "Putting the parts
    together").
    """
    return cifar10net(num_classes, activation=nn.Identity)


@instead_of("CIFAR10Net")
def cifar10net_normalises_after_relu(num_classes=10):
    """You normalise behind ReLU. The order is convolution, batch normalisation, ReLU (section 7,
    "Putting the parts together").
    """
    return cifar10net(num_classes, order="activation")


@instead_of("CIFAR10Net")
def cifar10net_pools_twice(num_classes=10):
    """There is no pooling behind your fourth convolution. Pooling follows the first, the second and the
    fourth (section 7, "Putting the parts together").
    """
    return cifar10net(num_classes, pooled=(0, 1))


@instead_of("CIFAR10Net")
def cifar10net_pools_after_the_third(num_classes=10):
    """You pool behind the third convolution. Pooling follows the first, the second and the fourth
    (section 7, "Putting the parts together").
    """
    return cifar10net(num_classes, pooled=(0, 1, 2))


@instead_of("CIFAR10Net")
def cifar10net_pools_at_the_end(num_classes=10):
    """You pool once more before the global average. Pooling follows the first, the second and the fourth
    convolution, and no other (section 7, "Putting the parts together").
    """
    return cifar10net(num_classes, pooled=(0, 1, 3, 5))


@instead_of("CIFAR10Net")
def cifar10net_with_global_maximum(num_classes=10):
    """You take the maximum of each map at the end. The task asks for the average (section 7, "Putting
    the parts together").
    """
    end = ending(nn.AdaptiveMaxPool2d(1), nn.Dropout(0.5))
    return cifar10net(num_classes, end=end)


@instead_of("CIFAR10Net")
def cifar10net_flattens_its_maps(num_classes=10):
    """You flatten the last maps: 8,192 numbers for an image, and only images of 32x32. Global average
    pooling makes 512 of them, from any size (section 7, "Putting the parts together").
    """
    net = cifar10net(num_classes, end=ending(nn.Identity(), nn.Dropout(0.5)))
    net[-1] = nn.Linear(512 * 4 * 4, num_classes)
    return net


@instead_of("CIFAR10Net")
def cifar10net_without_dropout(num_classes=10):
    """Your network has no dropout. Before the last layer half of the inputs are dropped in training
    (section 7, "Putting the parts together").
    """
    return cifar10net(num_classes, end=ending(nn.AdaptiveAvgPool2d(1), nn.Identity()))


@instead_of("CIFAR10Net")
def cifar10net_drops_too_little(num_classes=10):
    """Your dropout has p = 0.2; the task asks for 0.5 (section 7, "Putting the parts together")."""
    return cifar10net(num_classes, end=ending(nn.AdaptiveAvgPool2d(1), nn.Dropout(0.2)))


@instead_of("CIFAR10Net")
def cifar10net_never_stops_dropping(num_classes=10):
    """You drop in eval mode, too. `F.dropout` does so unless told `training=self.training`; the layer
    `nn.Dropout` follows the mode by itself (section 9, "When it does not work").
    """
    return cifar10net(num_classes, end=ending(nn.AdaptiveAvgPool2d(1), AlwaysDropout()))


@instead_of("CIFAR10Net")
def cifar10net_ends_in_softmax(num_classes=10):
    """Your network ends in a softmax. Return logits: the loss applies softmax itself, and two of them
    keep the loss of ten classes above 1.46 (section 9, "When it does not work").
    """
    return cifar10net(num_classes).append(nn.Softmax(dim=1))


@instead_of("CIFAR10Net")
def cifar10net_ignores_the_classes(num_classes=10):
    """Your last layer has 10 outputs whatever `num_classes` is (exercise `cifar10net`)."""
    return cifar10net(10)


@instead_of("CIFAR10Net")
def cifar10net_never_uses_the_batch(num_classes=10):
    """Your batch normalisation does not use the batch in training. `F.batch_norm` does so only with
    `training=self.training`; the layer `nn.BatchNorm2d` follows the mode by itself (section 7, "Putting the
    parts together").
    """
    return cifar10net(num_classes, norm=NormOfMemory)


@instead_of("CIFAR10Net")
def cifar10net_keeps_no_statistics(num_classes=10):
    """Training leaves the running statistics of your batch normalisation at 0 and 1, and evaluation goes
    wrong. Leave the momentum of `nn.BatchNorm2d` at its default (section 7, "Putting the parts together").
    """
    return cifar10net(num_classes, norm=without_memory)


@instead_of("CIFAR10Net")
def cifar10net_starts_with_equal_filters(num_classes=10):
    """All filters of a layer start equal, so that they learn the same and stay equal. Let PyTorch's layers
    draw them: leave out your own initialisation (section 7, "Putting the parts together").
    """
    return with_equal_filters(cifar10net(num_classes))
