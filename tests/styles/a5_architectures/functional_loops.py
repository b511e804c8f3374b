"""Loops and functions: tensors in lists for F.conv2d and F.linear, tables, network factories."""

from itertools import pairwise

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.module import register_module_forward_hook


def count_parameters(model, trainable_only=False):
    total = 0
    for parameter in model.parameters():
        if trainable_only and not parameter.requires_grad:
            continue
        total += len(parameter.detach().flatten())
    return total


class Tensors(nn.Module):
    """All weights, then all biases, in two lists."""

    def __init__(self, *shapes):
        super().__init__()
        self.weights = nn.ParameterList([torch.empty(shape) for shape in shapes])
        self.biases = nn.ParameterList([torch.zeros(shape[0]) for shape in shapes])
        for weight in self.weights:
            nn.init.kaiming_normal_(weight)

    def pairs(self):
        return list(zip(self.weights, self.biases, strict=True))


class LeNet5(Tensors):
    def __init__(self, num_classes=10, in_channels=1, image_size=28):
        side = image_size
        for _ in range(2):
            side = (side - 5 + 1) // 2
        filters = (6, in_channels, 5, 5), (16, 6, 5, 5)
        super().__init__(*filters, (120, 16 * side**2), (84, 120), (num_classes, 84))

    def forward(self, x):
        *hidden, last = self.pairs()
        for weight, bias in hidden:
            if weight.dim() == 4:
                x = F.avg_pool2d(F.relu(F.conv2d(x, weight, bias)), 2)
            else:
                x = F.relu(F.linear(torch.flatten(x, 1), weight, bias))
        return F.log_softmax(F.linear(x, *last), dim=1)


class AlexNet(Tensors):
    TABLE = ((96, 11, 4, 2, True), (256, 5, 1, 2, True), (384, 3, 1, 1, False))
    TABLE += ((384, 3, 1, 1, False), (256, 3, 1, 1, True))

    def __init__(self, num_classes=1000):
        channels = [3] + [row[0] for row in self.TABLE]
        filters = [
            (after, before, row[1], row[1])
            for (before, after), row in zip(pairwise(channels), self.TABLE, strict=True)
        ]
        super().__init__(*filters, (4096, 256 * 6 * 6), (4096, 4096), (num_classes, 4096))

    def forward(self, x):
        pairs = self.pairs()
        for (weight, bias), (_, _, stride, padding, pooled) in zip(pairs, self.TABLE, strict=False):
            x = F.relu(F.conv2d(x, weight, bias, stride=stride, padding=padding))
            if pooled:
                x = F.max_pool2d(x, kernel_size=3, stride=2)
        x = x.reshape(len(x), -1)
        for weight, bias in pairs[5:7]:
            x = F.dropout(x, 0.5, self.training)
            x = F.relu(F.linear(x, weight, bias))
        return F.linear(x, *pairs[-1])


class Chain(nn.Module):
    """Layers one after the other; ReLU behind those that are named in `active`."""

    def __init__(self, layers, active=()):
        super().__init__()
        self.layers, self.active = nn.ModuleList(layers), active

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x)) if isinstance(layer, self.active) else layer(x)
        return x


def VGGBlock(in_channels, out_channels, num_convs):  # noqa: N802 - the assignment's name
    widths = [in_channels, *[out_channels] * num_convs]
    layers = [nn.Conv2d(a, b, 3, padding="same") for a, b in pairwise(widths)]
    return Chain([*layers, nn.MaxPool2d(2)], active=nn.Conv2d)


def vgg(depths, num_classes):
    layers = []
    for (before, after), depth in zip(pairwise((3, 64, 128, 256, 512, 512)), depths, strict=True):
        layers.append(VGGBlock(before, after, depth))
    layers += [nn.Flatten(), nn.Dropout(), nn.Linear(25_088, 4096), nn.Dropout()]
    layers += [nn.Linear(4096, 4096)]
    return nn.Sequential(Chain(layers, active=nn.Linear), nn.Linear(4096, num_classes))


def VGG16(num_classes=1000):  # noqa: N802 - the assignment's name
    return vgg((2, 2, 3, 3, 3), num_classes)


def VGG19(num_classes=1000):  # noqa: N802 - the assignment's name
    return vgg((2, 2, 4, 4, 4), num_classes)


class ConvNorm(nn.Module):
    """A convolution with a tensor of its own, and its batch norm."""

    def __init__(self, before, after, size, stride=1):
        super().__init__()
        self.stride, self.padding = stride, size // 2
        self.kernel = nn.Parameter(0.05 * torch.randn(after, before, size, size))
        self.norm = nn.BatchNorm2d(after)

    def forward(self, x):
        return self.norm(F.conv2d(x, self.kernel, None, self.stride, self.padding))


class Residual(nn.Module):
    def __init__(self, before, after, stride):
        super().__init__()
        self.units = nn.ModuleList([ConvNorm(before, after, 3, stride), ConvNorm(after, after, 3)])
        if stride != 1 or before != after:
            self.units.append(ConvNorm(before, after, 1, stride))

    def forward(self, x):
        first, second, *rest = self.units
        for unit in rest:
            short = unit(x)
        return F.relu(second(F.relu(first(x))) + (short if rest else x))


class SimpleResNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.stem = ConvNorm(3, 64, 3)
        rows = [(64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1)]
        self.blocks = nn.ModuleList(Residual(*row) for row in rows)
        self.last = nn.Linear(256, num_classes)

    def forward(self, x):
        x = F.relu(self.stem(x))
        for block in self.blocks:
            x = block(x)
        return self.last(F.adaptive_avg_pool2d(x, 1).squeeze(-1).squeeze(-1))


class CIFAR10Net(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        widths = (3, 64, 128, 256, 256, 512, 512)
        self.convs = nn.ModuleList(
            nn.Conv2d(*w, 3, padding=1, bias=False) for w in pairwise(widths)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for width in widths[1:])
        self.last = nn.Linear(512, num_classes)

    def forward(self, x):
        for place, (conv, norm) in enumerate(zip(self.convs, self.norms, strict=True)):
            x = F.relu(norm(conv(x)))
            if place in {0, 1, 3}:
                x = F.max_pool2d(x, 2)
        x = x.flatten(2).mean(dim=2)
        return self.last(F.dropout(x, p=0.5, training=self.training))


def describe(model, input_shape):
    names = dict(map(reversed, model.named_modules()))
    modes = [(layer, layer.training) for layer in names]
    rows = []

    def note(layer, _inputs, output):
        if layer in names and not list(layer.children()):
            rows.append((names[layer], output.shape, count_parameters(layer)))

    hook = register_module_forward_hook(note)  # one for all layers of all models
    try:
        model.eval().forward(torch.zeros(input_shape))
    finally:
        hook.remove()
        for layer, mode in modes:
            layer.training = mode
    return rows


def columns_of(x, kh, kw):
    """Every window of every image as a column: `(n, c * kh * kw, oh * ow)`."""
    n, c, h, w = x.shape
    oh, ow = h - kh + 1, w - kw + 1
    columns = np.empty((n, c, kh, kw, oh, ow), x.dtype)
    for a in range(kh):
        for b in range(kw):
            columns[:, :, a, b] = x[:, :, a : a + oh, b : b + ow]
    return columns.reshape(n, c * kh * kw, oh * ow)


def conv2d(x, weight, bias, padding=0):
    (n, c, h, w), (o, depth, kh, kw) = x.shape, weight.shape
    oh, ow = h + 2 * padding - kh + 1, w + 2 * padding - kw + 1
    if padding < 0 or depth != c or min(oh, ow) < 1:
        raise ValueError("padding, channels or filter size do not fit")
    padded = np.pad(x, ((0,), (0,), (padding,), (padding,)))
    y = np.einsum("ok,nkp->nop", weight.reshape(o, -1), columns_of(padded, kh, kw), optimize=True)
    return y.reshape(n, o, oh, ow) + bias[:, None, None]


class SimpleCNN:
    @classmethod
    def from_state(cls, arrays):
        net = cls()
        net.state = iter_pairs(arrays)
        return net

    def forward(self, x):
        x = x.copy()
        for place, (weight, bias) in enumerate(self.state):
            if weight.ndim == 4:
                y = conv2d(x, weight, bias, padding=1)
                y *= y > 0
                pools = [y[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)]
                x = np.stack(pools).max(axis=0)
            else:
                x = np.einsum("ni,oi->no", x.reshape(len(x), -1), weight) + bias
                x = np.where(x > 0, x, 0) if place < 4 else x
        return x


def iter_pairs(arrays):
    values = iter(arrays.values() if hasattr(arrays, "values") else arrays)
    return list(zip(values, values, strict=True))
