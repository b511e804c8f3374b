"""Mistakes in the residual network."""

from collections.abc import Callable

import torch
from torch import nn

from a5_mistakes.parts import NormOfMemory, with_equal_filters, without_memory
from autograder.suite import instead_of

Norm = Callable[[int], nn.Module]

ROWS = ((64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1))


class Block(nn.Module):
    """A residual block with one part after another open to mistakes."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: int,
        bias: bool = False,
        end: str = "relu(F(x) + x)",
        norm: Norm = nn.BatchNorm2d,
    ) -> None:
        super().__init__()
        self.end = end
        self.body = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=bias),
            norm(out_channels),
            nn.ReLU(),
            nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=bias),
            norm(out_channels),
        )
        self.shortcut = nn.Sequential()
        if (in_channels, stride) != (out_channels, 1):
            self.shortcut.append(nn.Conv2d(in_channels, out_channels, 1, stride, bias=bias))
            self.shortcut.append(norm(out_channels))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The sum, or what a mistake makes of it."""
        body, shortcut = self.body(x), self.shortcut(x)
        if self.end == "relu(F(x))":
            return body.relu()
        if self.end == "relu(F(x)) + x":
            return body.relu() + shortcut
        if self.end == "F(x) + x":
            return body + shortcut
        return (body + shortcut).relu()


def resnet(
    num_classes: int,
    halve: bool = True,
    bias: bool = False,
    end: str = "relu(F(x) + x)",
    norm: Norm = nn.BatchNorm2d,
) -> nn.Sequential:
    """The network with one part after another open to mistakes."""
    stem = nn.Conv2d(3, 64, 3, padding=1, bias=bias), norm(64), nn.ReLU()
    blocks = (Block(c, out, stride if halve else 1, bias, end, norm) for c, out, stride in ROWS)
    head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, num_classes)
    return nn.Sequential(*stem, *blocks, *head)


@instead_of("SimpleResNet")
def resnet_without_additions(num_classes=10):
    """Your blocks compute a shortcut and do not add it. Without the addition the network is a plain one:
    relu(F(x) + shortcut(x)) (section 6, "A residual network again").
    """
    return resnet(num_classes, end="relu(F(x))")


@instead_of("SimpleResNet")
def resnet_without_last_relu(num_classes=10):
    """Your blocks end with the addition. A ReLU follows it: relu(F(x) + shortcut(x)) (section 6, "A
    residual network again").
    """
    return resnet(num_classes, end="F(x) + x")


@instead_of("SimpleResNet")
def resnet_adds_after_relu(num_classes=10):
    """Your blocks add the shortcut after the ReLU. First add, then ReLU: relu(F(x) + shortcut(x))
    (section 6, "A residual network again").
    """
    return resnet(num_classes, end="relu(F(x)) + x")


@instead_of("SimpleResNet")
def resnet_never_halves(num_classes=10):
    """Your maps keep their size all the way. The second and the third layer start with stride 2, in the
    first convolution and in the shortcut (section 6, "A residual network again").
    """
    return resnet(num_classes, halve=False)


@instead_of("SimpleResNet")
def resnet_with_biases(num_classes=10):
    """Your convolutions have biases. Batch normalisation subtracts the mean, and any bias with it: leave
    them out (section 6, "A residual network again").
    """
    return resnet(num_classes, bias=True)


@instead_of("SimpleResNet")
def resnet_ends_in_softmax(num_classes=10):
    """Your network ends in a softmax. Return logits: the loss applies softmax itself (section 9, "When
    it does not work").
    """
    return resnet(num_classes).append(nn.Softmax(dim=1))


@instead_of("SimpleResNet")
def resnet_never_uses_the_batch(num_classes=10):
    """Your batch normalisation does not use the batch in training. `F.batch_norm` does so only with
    `training=self.training`; the layer `nn.BatchNorm2d` follows the mode by itself (section 6, "A
    residual network again").
    """
    return resnet(num_classes, norm=NormOfMemory)


@instead_of("SimpleResNet")
def resnet_keeps_no_statistics(num_classes=10):
    """Training leaves the running statistics of your batch normalisation at 0 and 1, and evaluation goes
    wrong. Leave the momentum of `nn.BatchNorm2d` at its default (section 6, "A residual network again").
    """
    return resnet(num_classes, norm=without_memory)


@instead_of("SimpleResNet")
def resnet_starts_with_equal_filters(num_classes=10):
    """All filters of a layer start equal, so that they learn the same and stay equal. Let PyTorch's layers
    draw them: leave out your own initialisation (section 6, "A residual network again").
    """
    return with_equal_filters(resnet(num_classes))
