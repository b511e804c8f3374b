"""What both sides can call by name, `student.props.NAME`: nothing in here is an answer to a task.

Blocks take a shortcut and `gradient_norms` takes blocks. They must live where the student's code
runs, and must not be the student's own, or one mistake would count twice.
"""

from collections.abc import Callable
from itertools import pairwise

import torch
from torch import nn


def projection(in_channels: int, out_channels: int, stride: int) -> nn.Module:
    """A shortcut that changes shapes: a 1x1 convolution and batch norm."""
    layers = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)
    return nn.Sequential(layers, nn.BatchNorm2d(out_channels))


def halving() -> nn.Module:
    """A shortcut without weights: the means of 2x2 windows."""
    return nn.AvgPool2d(2)


def blurring() -> nn.Module:
    """A shortcut without weights that keeps the shape: the means of 3x3 windows."""
    return nn.AvgPool2d(3, stride=1, padding=1)


def silence_convolutions(net: nn.Module) -> None:
    """Set the weights of all convolutions to zero, whatever they are called."""
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.dim() == 4:
                parameter.zero_()


def set_biases(net: nn.Module, value: float) -> None:
    """Set to `value` what starts as a vector of zeros: the biases of batch norms."""
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.dim() == 1 and not parameter.any():
                parameter.fill_(value)


def buffer_count(net: nn.Module) -> int:
    """How many numbers the network keeps beside those it learns."""
    return sum(buffer.numel() for buffer in net.buffers())


def length(blocks: nn.Module) -> int:
    """How many blocks stand in a row."""
    return len(blocks)


class Step(nn.Module):
    """A small block of two convolutions, smooth, so that every weight has a gradient."""

    def __init__(self, in_channels: int, out_channels: int, skip: bool) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        widens = in_channels != out_channels
        self.downsample = nn.Conv2d(in_channels, out_channels, 1, bias=False) if widens else None
        self.skip = skip

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The second convolution of the first one's hyperbolic tangent, and the shortcut."""
        out = self.conv2(torch.tanh(self.conv1(x)))
        if not self.skip:
            return out
        return out + (x if self.downsample is None else self.downsample(x))


def steps(
    channels: list[int], skip: bool, seed: int, old_gradient: float | None = None
) -> nn.Sequential:
    """Blocks in a row, from `channels[0]` to `channels[-1]` channels, with weights by the seed.

    With an old gradient, that number stands in the gradient of every weight.
    """
    blocks = nn.Sequential(*(Step(before, after, skip) for before, after in pairwise(channels)))
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in blocks.parameters():
            parameter.copy_(0.2 * torch.randn(parameter.shape, generator=generator))
            if old_gradient is not None:
                parameter.grad = torch.full_like(parameter, old_gradient)
    return blocks


def deep(block: Callable[[int, int], nn.Module], depth: int) -> nn.Sequential:
    """A stem, so many blocks of 8 channels, global average pooling and a linear layer."""
    stem = nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU()
    blocks = (block(8, 8) for _ in range(depth))
    return nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10))
