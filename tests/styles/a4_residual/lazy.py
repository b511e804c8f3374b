"""Lazy layers everywhere, left without sizes until images come; blocks keep their layers in dicts."""

# ruff: noqa: ARG002 - a plain block ignores its downsample

import torch
from torch import nn


def unit(width, size, stride=1):
    convolution = nn.LazyConv2d(width, size, stride, padding=size // 2, bias=False)
    return nn.Sequential(convolution, nn.LazyBatchNorm2d())


def shortcut(fits, width, stride):
    return nn.Identity() if fits else unit(width, 1, stride)


def refuse(*numbers):
    if any(number < 1 for number in numbers):
        raise ValueError("numbers start at 1")


class PlainBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__()
        refuse(in_channels, out_channels, stride)
        body = [unit(out_channels, 3, stride), nn.ReLU(), unit(out_channels, 3)]
        self.parts = nn.ModuleDict({"body": nn.Sequential(*body)})

    def forward(self, x):
        return self.parts["body"](x).clamp(min=0)


class ResidualBlock(PlainBlock):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__(in_channels, out_channels, stride)
        self.parts["way"] = nn.Identity() if downsample is None else downsample

    def forward(self, x):
        return torch.add(self.parts["body"](x), self.parts["way"](x)).relu()


class Bottleneck(nn.Module):
    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        refuse(in_channels, width, stride)
        units = unit(width, 1), unit(width, 3, stride), unit(4 * width, 1)
        self.one, self.two, self.three = units
        fits = stride == 1 and in_channels == 4 * width
        self.way = shortcut(fits, 4 * width, stride)

    def forward(self, x):
        return torch.relu(self.three(self.two(self.one(x).relu()).relu()) + self.way(x))


def make_layer(in_channels, out_channels, num_blocks, stride):
    refuse(num_blocks, stride)
    fits = stride == 1 and in_channels == out_channels
    way = None if fits else unit(out_channels, 1, stride)
    blocks = [ResidualBlock(in_channels, out_channels, stride, way)]
    blocks += [ResidualBlock(out_channels, out_channels) for _ in blocks * (num_blocks - 1)]
    return nn.Sequential(*blocks)


class SimpleResNet(nn.Sequential):
    def __init__(self, num_classes=10):
        refuse(num_classes)
        layers = (make_layer(c, d, 2, s) for c, d, s in ((64, 64, 1), (64, 128, 2), (128, 256, 2)))
        tail = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LazyLinear(num_classes)
        super().__init__(unit(64, 3), nn.ReLU(), *layers, *tail)


def gradient_norms(blocks, x):
    firsts = [next(m for m in block.modules() if isinstance(m, nn.Conv2d)) for block in blocks]
    blocks.zero_grad()
    blocks(x).sum().backward()
    return [first.weight.grad.pow(2).sum().sqrt().item() for first in firsts]


def compare_gradient_flow(depth, channels=16, seed=0):
    refuse(depth, channels)
    norms = {}
    for name, kind in {"plain": PlainBlock, "residual": ResidualBlock}.items():
        torch.manual_seed(seed)
        x = torch.randn(4, channels, 8, 8)
        blocks = nn.Sequential(*(kind(channels, channels) for _ in range(depth)))
        blocks(x)  # gives the layers their sizes
        norms[name] = gradient_norms(blocks, x)
    return norms
