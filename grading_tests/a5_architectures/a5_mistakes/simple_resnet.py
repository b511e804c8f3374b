"""Mistakes in the residual network."""

import torch
from torch import nn

from autograder.diagnose import instead_of

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
    ) -> None:
        super().__init__()
        self.end = end
        self.body = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=bias),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(),
            nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=bias),
            nn.BatchNorm2d(out_channels),
        )
        self.shortcut = nn.Sequential()
        if (in_channels, stride) != (out_channels, 1):
            self.shortcut.append(nn.Conv2d(in_channels, out_channels, 1, stride, bias=bias))
            self.shortcut.append(nn.BatchNorm2d(out_channels))

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


def resnet(num_classes: int, halve: bool = True, bias: bool = False, **block: str) -> nn.Sequential:
    """The network with one part after another open to mistakes."""
    stem = nn.Conv2d(3, 64, 3, padding=1, bias=bias), nn.BatchNorm2d(64), nn.ReLU()
    blocks = (Block(c, out, stride if halve else 1, bias, **block) for c, out, stride in ROWS)
    end = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, num_classes)
    return nn.Sequential(*stem, *blocks, *end)


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
