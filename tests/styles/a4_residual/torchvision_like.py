"""One class under another, in-place ReLUs where they harm nothing, `_make_layer` of large networks."""

import math

import torch
from torch import nn


def positive(*numbers):
    if min(numbers) < 1:
        raise ValueError("numbers start at 1")


class PlainBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        positive(in_channels, out_channels, stride)
        super().__init__()
        self.relu = nn.ReLU(inplace=True)
        self.bn2 = nn.BatchNorm2d(out_channels)  # registered backwards: the order of use differs
        self.conv2 = nn.Conv2d(out_channels, out_channels, kernel_size=3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.downsample = downsample
        for layer in (self.conv1, self.conv2):
            nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")

    def branch(self, x):
        out = self.conv1(x)
        out = self.bn1(out)
        out = self.relu(out)
        out = self.conv2(out)
        return self.bn2(out)

    def forward(self, x):
        return self.relu(self.branch(x))


class ResidualBlock(PlainBlock):
    def forward(self, x):
        identity = x
        out = self.branch(x)
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return self.relu(out)


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, in_channels, width, stride=1):
        positive(in_channels, width, stride)
        super().__init__()
        wide = width * self.expansion
        self.shortcut = nn.Sequential()
        if stride != 1 or in_channels != wide:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_channels, wide, kernel_size=1, stride=stride, bias=False),
                nn.BatchNorm2d(wide),
            )
        self.reduce = nn.Conv2d(in_channels, width, kernel_size=1, bias=False)
        self.reduce_norm = nn.BatchNorm2d(width)
        self.look = nn.Conv2d(width, width, kernel_size=3, stride=stride, padding=1, bias=False)
        self.look_norm = nn.BatchNorm2d(width)
        self.widen = nn.Conv2d(width, wide, kernel_size=1, bias=False)
        self.widen_norm = nn.BatchNorm2d(wide)

    def forward(self, x):
        out = torch.relu(self.reduce_norm(self.reduce(x)))
        out = torch.relu(self.look_norm(self.look(out)))
        out = self.widen_norm(self.widen(out))
        out += self.shortcut(x)
        return torch.relu(out)


def make_layer(in_channels, out_channels, num_blocks, stride):
    positive(in_channels, out_channels, num_blocks, stride)
    downsample = None
    if stride != 1 or in_channels != out_channels:
        downsample = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False),
            nn.BatchNorm2d(out_channels),
        )
    layers = [ResidualBlock(in_channels, out_channels, stride, downsample)]
    layers.extend(ResidualBlock(out_channels, out_channels) for _ in range(1, num_blocks))
    return nn.Sequential(*layers)


class SimpleResNet(nn.Module):
    def __init__(self, num_classes=10):
        positive(num_classes)
        super().__init__()
        self.head = nn.Linear(256, num_classes)  # registered first
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True)
        )
        sizes, strides = (64, 64, 128, 256), (1, 2, 2)
        self.stages = nn.ModuleList(
            make_layer(before, after, 2, stride)
            for before, after, stride in zip(sizes, sizes[1:], strides, strict=False)
        )

    def forward(self, x):
        x = self.stem(x)
        for stage in self.stages:
            x = stage(x)
        x = nn.functional.adaptive_avg_pool2d(x, (1, 1))
        return self.head(torch.flatten(x, 1))


def gradient_norms(blocks, x):
    for tensor in blocks.parameters():
        tensor.grad = None
    blocks(x).sum().backward()
    norms = []
    for block in blocks:
        gradient = block.conv1.weight.grad
        norms.append(math.sqrt((gradient**2).sum().item()))
    return norms


def compare_gradient_flow(depth, channels=16, seed=0):
    positive(depth, channels)
    result = {}
    for name, cls in (("plain", PlainBlock), ("residual", ResidualBlock)):
        torch.manual_seed(seed)
        stack = nn.Sequential(*(cls(channels, channels) for _ in range(depth)))
        x = torch.randn(1, channels, 8, 8)
        result[name] = gradient_norms(stack, x)
    return result
