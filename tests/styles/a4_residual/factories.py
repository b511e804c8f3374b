"""Blocks and networks as functions that build modules, and layers in nn.Sequential."""

# ruff: noqa: ARG001, N802 - functions that stand for classes keep their names

import torch
from torch import nn


def positive(*numbers):
    if min(numbers) < 1:
        raise ValueError("numbers start at 1")


class Sum(nn.Module):
    """Adds what two modules make of one input, then ReLU."""

    def __init__(self, shortcut, branch):
        super().__init__()
        self.shortcut, self.branch = shortcut, branch  # the shortcut is registered first

    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))


def unit(in_channels, out_channels, size, stride=1):
    """Convolution without bias and batch norm."""
    convolution = nn.Conv2d(
        in_channels, out_channels, size, stride=stride, padding=size // 2, bias=False
    )
    return [convolution, nn.BatchNorm2d(out_channels)]


def ResidualBlock(in_channels, out_channels, stride=1, downsample=None):
    positive(in_channels, out_channels, stride)
    branch = nn.Sequential(
        *unit(in_channels, out_channels, 3, stride), nn.ReLU(), *unit(out_channels, out_channels, 3)
    )
    return Sum(nn.Identity() if downsample is None else downsample, branch)


def PlainBlock(in_channels, out_channels, stride=1, downsample=None):
    positive(in_channels, out_channels, stride)
    return nn.Sequential(
        *unit(in_channels, out_channels, 3, stride),
        nn.ReLU(),
        *unit(out_channels, out_channels, 3),
        nn.ReLU(),
    )


def project(in_channels, out_channels, stride):
    if (in_channels, stride) == (out_channels, 1):
        return None
    return nn.Sequential(*unit(in_channels, out_channels, 1, stride))


def make_layer(in_channels, out_channels, num_blocks, stride):
    positive(in_channels, out_channels, num_blocks, stride)
    layer = nn.Sequential()
    for index in range(num_blocks):
        before, step = (in_channels, stride) if index == 0 else (out_channels, 1)
        shortcut = project(before, out_channels, step)
        layer.append(ResidualBlock(before, out_channels, step, shortcut))
    return layer


def SimpleResNet(num_classes=10):
    positive(num_classes)
    return nn.Sequential(
        *unit(3, 64, 3),
        nn.ReLU(),
        make_layer(64, 64, 2, 1),
        make_layer(64, 128, 2, 2),
        make_layer(128, 256, 2, 2),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(256, num_classes),
    )


def gradient_norms(blocks, x):
    firsts = [
        next(layer for layer in block.modules() if isinstance(layer, nn.Conv2d)).weight
        for block in blocks
    ]
    return [float(g.norm()) for g in torch.autograd.grad(blocks(x).sum(), firsts)]


def compare_gradient_flow(depth, channels=16, seed=0):
    positive(depth, channels)
    torch.manual_seed(seed)
    x = torch.rand(2, channels, 16, 16)
    plain = nn.Sequential(*[PlainBlock(channels, channels) for _ in range(depth)])
    residual = nn.Sequential(*[ResidualBlock(channels, channels) for _ in range(depth)])
    return {"residual": gradient_norms(residual, x), "plain": gradient_norms(plain, x)}


def Bottleneck(in_channels, width, stride=1):
    positive(in_channels, width, stride)
    branch = nn.Sequential(
        *unit(in_channels, width, 1),
        nn.ReLU(),
        *unit(width, width, 3, stride),
        nn.ReLU(),
        *unit(width, 4 * width, 1),
    )
    return Sum(project(in_channels, 4 * width, stride) or nn.Identity(), branch)
