"""Named sequences: a network is an nn.Sequential of an OrderedDict; the convolution is a loop."""

import math
from collections import OrderedDict
from functools import partial

import numpy as np
import torch
from torch import nn


def count_parameters(model, trainable_only=False):
    seen, total = set(), 0
    for layer in model.modules():
        for tensor in layer.parameters(recurse=False):
            if id(tensor) in seen or (trainable_only and not tensor.requires_grad):
                continue
            seen.add(id(tensor))
            total += math.prod(tensor.shape)
    return total


class LeNet5(nn.Sequential):
    def __init__(self, num_classes=10, in_channels=1, image_size=28):
        layers = OrderedDict()
        layers["c1"] = nn.Conv2d(in_channels, 6, (5, 5))
        layers["a1"] = nn.ReLU(inplace=True)
        layers["s2"] = nn.AvgPool2d(kernel_size=2, stride=2)
        layers["c3"] = nn.Conv2d(6, 16, (5, 5))
        layers["a3"] = nn.ReLU(inplace=True)
        layers["s4"] = nn.AvgPool2d(kernel_size=2, stride=2)
        layers["row"] = nn.Flatten()
        layers["c5"] = nn.Linear((image_size // 4 - 3) ** 2 * 16, 120)
        layers["a5"] = nn.ReLU(inplace=True)
        layers["f6"] = nn.Linear(120, 84)
        layers["a6"] = nn.ReLU(inplace=True)
        layers["output"] = nn.Linear(84, num_classes)
        super().__init__(layers)


def named_convolutions(first, last, channels, options):
    """Convolutions and ReLUs between two widths, named by their number."""
    row = OrderedDict()
    for number in range(first, last + 1):
        before, after = channels[number - 1], channels[number]
        row[f"conv{number}"] = nn.Conv2d(
            before, after, **options.get(number, {"kernel_size": 3, "padding": 1})
        )
        row[f"relu{number}"] = nn.ReLU(inplace=True)
    return row


class AlexNet(nn.Sequential):
    def __init__(self, num_classes=1000):
        channels = [3, 96, 256, 384, 384, 256]
        options = {
            1: {"kernel_size": 11, "stride": 4, "padding": 2},
            2: {"kernel_size": 5, "padding": 2},
        }
        parts = OrderedDict()
        for first, last in ((1, 1), (2, 2), (3, 5)):
            parts[f"conv{first}to{last}"] = nn.Sequential(
                named_convolutions(first, last, channels, options)
            )
            parts[f"pool{last}"] = nn.MaxPool2d(kernel_size=3, stride=2)
        parts["size"] = nn.AdaptiveAvgPool2d((6, 6))
        parts["row"] = nn.Flatten()
        parts["drop6"] = nn.Dropout()
        parts["fc6"] = nn.Linear(9216, 4096)
        parts["relu6"] = nn.ReLU(inplace=True)
        parts["drop7"] = nn.Dropout()
        parts["fc7"] = nn.Linear(4096, 4096)
        parts["relu7"] = nn.ReLU(inplace=True)
        parts["fc8"] = nn.Linear(4096, num_classes)
        super().__init__(parts)


class VGGBlock(nn.Sequential):
    def __init__(self, in_channels, out_channels, num_convs):
        channels = [in_channels] + num_convs * [out_channels]
        row = named_convolutions(1, num_convs, channels, {})
        row["pool"] = nn.MaxPool2d(2, 2)
        super().__init__(row)


class VGG16(nn.Sequential):
    depths = (2, 2, 3, 3, 3)

    def __init__(self, num_classes=1000):
        parts, before = OrderedDict(), 3
        for number, depth in enumerate(self.depths):
            after = min(64 * 2**number, 512)
            parts[f"block{number + 1}"] = VGGBlock(before, after, depth)
            before = after
        parts["size"] = nn.AdaptiveAvgPool2d(7)
        parts["row"] = nn.Flatten(start_dim=1)
        for number, before in ((6, 25088), (7, 4096)):
            parts[f"fc{number}"] = nn.Linear(before, 4096)
            parts[f"relu{number}"] = nn.ReLU(inplace=True)
            parts[f"drop{number}"] = nn.Dropout(p=0.5)
        parts["fc8"] = nn.Linear(4096, num_classes)
        super().__init__(parts)


class VGG19(VGG16):
    depths = (2, 2, 4, 4, 4)


def conv_norm(before, after, size, stride=1):
    """A convolution without bias and its batch norm, by name."""
    conv = nn.Conv2d(before, after, size, stride=stride, padding=size // 2, bias=False)
    return OrderedDict(conv=conv, norm=nn.BatchNorm2d(after))


class Sum(nn.Module):
    """ReLU of the sum of what two paths make of x."""

    def __init__(self, before, after, stride):
        super().__init__()
        same = stride == 1 and before == after
        self.short = nn.Identity() if same else nn.Sequential(conv_norm(before, after, 1, stride))
        self.long = nn.Sequential(
            OrderedDict(
                first=nn.Sequential(conv_norm(before, after, 3, stride)),
                relu=nn.ReLU(),
                second=nn.Sequential(conv_norm(after, after, 3)),
            )
        )
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(self.short(x) + self.long(x))


class SimpleResNet(nn.Sequential):
    def __init__(self, num_classes=10):
        parts = OrderedDict(stem=nn.Sequential(conv_norm(3, 64, 3)), relu=nn.ReLU())
        before = 64
        for after in (64, 128, 256):
            stride = 1 if after == before else 2
            parts[f"layer{after}"] = nn.Sequential(
                OrderedDict(a=Sum(before, after, stride), b=Sum(after, after, 1))
            )
            before = after
        parts.update(pool=nn.AdaptiveAvgPool2d(1), row=nn.Flatten())
        parts["fc"] = nn.Linear(256, num_classes)
        super().__init__(parts)


class CIFAR10Net(nn.Sequential):
    def __init__(self, num_classes=10):
        parts, before = OrderedDict(), 3
        for number, row in enumerate(((64, "P"), (128, "P"), (256,), (256, "P"), (512,), (512,))):
            unit = conv_norm(before, row[0], 3)
            unit["relu"] = nn.ReLU()
            if "P" in row:
                unit["pool"] = nn.MaxPool2d(2)
            parts[f"unit{number}"] = nn.Sequential(unit)
            before = row[0]
        parts.update(pool=nn.AdaptiveAvgPool2d((1, 1)), row=nn.Flatten(), drop=nn.Dropout(0.5))
        parts["fc"] = nn.Linear(512, num_classes)
        super().__init__(parts)


def describe(model, input_shape):
    table, hooks = [], []

    def add(name, layer, _inputs, output):
        table.append((name, tuple(output.size()), count_parameters(layer)))

    for name, layer in model.named_modules():
        if len(layer._modules) == 0:
            hooks.append(layer.register_forward_hook(partial(add, name)))
    was_training = [layer for layer in model.modules() if layer.training]
    model.eval()
    with torch.inference_mode():
        model(torch.ones(*input_shape))
    for hook in hooks:
        hook.remove()
    for layer in was_training:
        layer.training = True
    return table


def conv2d(x, weight, bias, padding=0):
    (images, channels, height, width), (filters, depth, kh, kw) = x.shape, weight.shape
    rows, columns = height + 2 * padding - kh + 1, width + 2 * padding - kw + 1
    if channels != depth or padding < 0 or rows <= 0 or columns <= 0:
        raise ValueError(f"filters {weight.shape} do not fit images {x.shape}, padding {padding}")
    room = np.zeros((images, channels, height + 2 * padding, width + 2 * padding), x.dtype)
    room[:, :, padding : padding + height, padding : padding + width] = x
    y = np.empty((images, filters, rows, columns), x.dtype)
    for n in range(images):
        for o in range(filters):
            for i in range(rows):
                for j in range(columns):
                    y[n, o, i, j] = (room[n, :, i : i + kh, j : j + kw] * weight[o]).sum() + bias[o]
    return y


def max_pool(x):
    images, channels, height, width = x.shape
    y = np.empty((images, channels, height // 2, width // 2), x.dtype)
    for i in range(height // 2):
        for j in range(width // 2):
            y[:, :, i, j] = x[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max(axis=(2, 3))
    return y


class SimpleCNN:
    def __init__(self, pairs):
        self.pairs = pairs

    @classmethod
    def from_state(cls, arrays):
        if isinstance(arrays, dict):
            arrays = list(arrays.values())
        return cls([(arrays[i], arrays[i + 1]) for i in range(0, 10, 2)])

    def forward(self, x):
        for weight, bias in self.pairs[:3]:
            x = max_pool(np.maximum(conv2d(x, weight, bias, 1), 0))
        logits = []
        for image in x:
            row = image.ravel()
            for i, (weight, bias) in enumerate(self.pairs[3:]):
                row = weight.dot(row) + bias
                if i == 0:
                    row[row < 0] = 0
            logits.append(row)
        return np.array(logits, dtype=x.dtype)
