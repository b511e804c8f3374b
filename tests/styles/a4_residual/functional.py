"""Functional calls: layers in lists, batch norm as a small class of its own, generators for seeds."""

# ruff: noqa: ARG002 - a plain block ignores its downsample

import torch
import torch.nn.functional as F
from torch import nn


def positive(*numbers):
    if min(numbers) < 1:
        raise ValueError("numbers start at 1")


class ConvNorm(nn.Module):
    """A convolution and its batch norm, both with tensors of their own."""

    def __init__(self, in_channels, out_channels, size, stride=1):
        super().__init__()
        self.stride, self.padding = stride, size // 2
        self.kernel = nn.Parameter(torch.empty(out_channels, in_channels, size, size))
        nn.init.kaiming_uniform_(self.kernel, a=5**0.5)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        return self.norm(F.conv2d(x, self.kernel, None, self.stride, self.padding))


class Rows(nn.Module):
    """Units in a list, with ReLU between them; what is added at the end comes from outside."""

    def __init__(self, *units):
        super().__init__()
        self.units = nn.ModuleList(units)

    def run(self, x, shortcut):
        *first, last = self.units
        for each in first:
            x = F.relu(each(x))
        return F.relu(last(x) + shortcut)


class ResidualBlock(Rows):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        positive(in_channels, out_channels, stride)
        super().__init__(
            ConvNorm(in_channels, out_channels, 3, stride), ConvNorm(out_channels, out_channels, 3)
        )
        self.way_round = downsample or nn.Identity()

    def forward(self, x):
        return self.run(x, self.way_round(x))


class PlainBlock(Rows):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        positive(in_channels, out_channels, stride)
        super().__init__(
            ConvNorm(in_channels, out_channels, 3, stride), ConvNorm(out_channels, out_channels, 3)
        )

    def forward(self, x):
        return self.run(x, 0.0)


class Bottleneck(Rows):
    def __init__(self, in_channels, width, stride=1):
        positive(in_channels, width, stride)
        super().__init__(
            ConvNorm(in_channels, width, 1),
            ConvNorm(width, width, 3, stride),
            ConvNorm(width, 4 * width, 1),
        )
        fits = stride == 1 and in_channels == 4 * width
        self.way_round = nn.Identity() if fits else ConvNorm(in_channels, 4 * width, 1, stride)

    def forward(self, x):
        return self.run(x, self.way_round(x))


def make_layer(in_channels, out_channels, num_blocks, stride):
    positive(in_channels, out_channels, num_blocks, stride)
    blocks = []
    for _ in range(num_blocks):
        fits = stride == 1 and in_channels == out_channels
        way = None if fits else ConvNorm(in_channels, out_channels, 1, stride)
        blocks.append(ResidualBlock(in_channels, out_channels, stride, way))
        in_channels, stride = out_channels, 1
    return nn.Sequential(*blocks)


class SimpleResNet(nn.Module):
    def __init__(self, num_classes=10):
        positive(num_classes)
        super().__init__()
        self.body = nn.Sequential(
            ConvNorm(3, 64, 3),
            nn.ReLU(),
            *make_layer(64, 64, 2, 1),
            *make_layer(64, 128, 2, 2),
            *make_layer(128, 256, 2, 2),
        )
        self.classify = nn.Linear(256, num_classes)

    def forward(self, x):
        return self.classify(self.body(x).flatten(2).mean(2))


def gradient_norms(blocks, x):
    for parameter in blocks.parameters():
        parameter.grad = None
    blocks(x).sum().backward()
    # the first parameter with four axes is the kernel of the first convolution, own blocks or not
    kernels = [next(p for p in block.parameters() if p.dim() == 4) for block in blocks]
    return [torch.linalg.vector_norm(kernel.grad).item() for kernel in kernels]


def compare_gradient_flow(depth, channels=16, seed=0):
    positive(depth, channels)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        x = torch.randn(8, channels, 12, 12)
        stacks = {
            "plain": nn.Sequential(*(PlainBlock(channels, channels) for _ in range(depth))),
            "residual": nn.Sequential(*(ResidualBlock(channels, channels) for _ in range(depth))),
        }
    return {name: gradient_norms(stack, x) for name, stack in stacks.items()}
