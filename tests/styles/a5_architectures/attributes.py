"""Attributes with names of their own, registered last layer first; sizes come from a trial run."""

import copy

import numpy as np
import torch
from torch import nn


def count_parameters(model, trainable_only=False):
    sizes = [p.nelement() for p in model.parameters() if p.requires_grad or not trainable_only]
    return int(np.sum(sizes, dtype=np.int64))


class LeNet5(nn.Module):
    def __init__(self, num_classes=10, in_channels=1, image_size=28):
        super().__init__()
        self.answer = nn.Linear(84, num_classes)
        self.second_hidden = nn.Linear(120, 84)
        self.second_filter = nn.Conv2d(6, 16, kernel_size=5)
        self.first_filter = nn.Conv2d(in_channels, 6, kernel_size=5)
        with torch.no_grad():
            trial = self.maps(torch.zeros(1, in_channels, image_size, image_size))
        self.first_hidden = nn.Linear(trial.numel(), 120)

    @staticmethod
    def shrink(x):
        n, c, h, w = x.shape
        return x.reshape(n, c, h // 2, 2, w // 2, 2).mean(dim=(3, 5))

    def maps(self, x):
        x = self.shrink(self.first_filter(x).tanh())
        return self.shrink(self.second_filter(x).tanh())

    def forward(self, x):
        x = self.maps(x)
        x = x.view(x.size(0), -1)
        x = self.first_hidden(x).tanh()
        x = self.second_hidden(x).tanh()
        return self.answer(x)


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000):
        super().__init__()
        self.out = nn.Linear(4096, num_classes)
        self.dense2 = nn.Linear(4096, 4096)
        self.dense1 = nn.LazyLinear(4096)
        self.e = nn.LazyConv2d(256, 3, padding="same")
        self.d = nn.LazyConv2d(384, 3, padding="same")
        self.c = nn.LazyConv2d(384, 3, padding="same")
        self.b = nn.LazyConv2d(256, 5, padding="same")
        self.a = nn.LazyConv2d(96, 11, stride=4, padding=2)
        self.shrink = nn.MaxPool2d(3, 2)
        self.relu = nn.ReLU()
        self.forget = nn.Dropout(p=0.5)
        self.eval()(torch.zeros(1, 3, 224, 224))
        self.train()

    def forward(self, x):
        x = self.relu(self.shrink(self.a(x)))  # the order of the two changes no value
        x = self.relu(self.shrink(self.b(x)))
        x = self.relu(self.c(x))
        x = self.relu(self.d(x))
        x = self.relu(self.shrink(self.e(x)))
        x = self.forget(self.relu(self.dense1(x.flatten(1))))
        x = self.forget(self.relu(self.dense2(x)))
        return self.out(x)


class VGGBlock(nn.Module):
    def __init__(self, in_channels, out_channels, num_convs):
        super().__init__()
        self.num_convs = num_convs
        for place in reversed(range(num_convs)):
            source = out_channels if place else in_channels
            setattr(self, f"convolution_{place}", nn.Conv2d(source, out_channels, 3, 1, 1))

    def forward(self, x):
        for place in range(self.num_convs):
            x = getattr(self, f"convolution_{place}")(x).clamp(min=0)
        x = x[..., : x.size(-2) // 2 * 2, : x.size(-1) // 2 * 2]
        return x.unfold(2, 2, 2).unfold(3, 2, 2).amax(dim=(-2, -1))


class VGG16(nn.Module):
    third = 3

    def __init__(self, num_classes=1000):
        super().__init__()
        self.answer = nn.Linear(4096, num_classes)
        self.hidden2 = nn.Linear(4096, 4096)
        self.hidden1 = nn.Linear(512 * 49, 4096)
        self.stage5 = VGGBlock(512, 512, self.third)
        self.stage4 = VGGBlock(256, 512, self.third)
        self.stage3 = VGGBlock(128, 256, self.third)
        self.stage2 = VGGBlock(64, 128, 2)
        self.stage1 = VGGBlock(3, 64, 2)

    def forward(self, x):
        x = self.stage3(self.stage2(self.stage1(x)))
        x = self.stage5(self.stage4(x)).flatten(1)
        x = self.hidden1(x).relu()
        x = self.hidden2(x).relu()
        return self.answer(x)


class VGG19(VGG16):
    third = 4


class Block(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, downsample=None):
        super().__init__()
        self.downsample = downsample
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1, bias=False)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)

    def forward(self, x):
        identity = x
        out = self.bn1(self.conv1(x)).relu()
        out = self.bn2(self.conv2(out))
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return out.relu()


class SimpleResNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.fc = nn.Linear(256, num_classes)
        self.layer3 = self.make_layer(128, 256)
        self.layer2 = self.make_layer(64, 128)
        self.layer1 = nn.Sequential(Block(64, 64), Block(64, 64))
        self.bn = nn.BatchNorm2d(64)
        self.conv = nn.Conv2d(3, 64, 3, padding=1, bias=False)

    @staticmethod
    def make_layer(before, after):
        way = nn.Sequential(nn.Conv2d(before, after, 1, 2, bias=False), nn.BatchNorm2d(after))
        return nn.Sequential(Block(before, after, 2, way), Block(after, after))

    def forward(self, x):
        x = self.bn(self.conv(x)).relu()
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(x.mean(-1).mean(-1))


class CIFAR10Net(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.head = nn.Linear(512, num_classes)
        self.dropout = nn.Dropout()
        self.pool = nn.MaxPool2d(2)
        self.norms = nn.ModuleDict()
        self.filters = nn.ModuleDict()
        widths = {"a": (3, 64), "b": (64, 128), "c": (128, 256)}
        widths |= {"d": (256, 256), "e": (256, 512), "f": (512, 512)}
        for key, (before, after) in widths.items():
            self.norms[key] = nn.BatchNorm2d(after)
            self.filters[key] = nn.Conv2d(before, after, 3, padding=1, bias=False)

    def step(self, key, x):
        return self.norms[key](self.filters[key](x)).relu()

    def forward(self, x):
        x = self.pool(self.step("a", x))
        x = self.pool(self.step("b", x))
        x = self.pool(self.step("d", self.step("c", x)))
        x = self.step("f", self.step("e", x))
        return self.head(self.dropout(x.mean((2, 3))))


def describe(model, input_shape):
    twin, rows = copy.deepcopy(model).eval(), []

    def listen(name, layer):
        usual = layer.forward

        def forward(*args, **kwargs):
            result = usual(*args, **kwargs)
            rows.append([name, list(result.shape), count_parameters(layer)])
            return result

        layer.forward = forward

    for name, layer in twin.named_modules():
        if not any(True for _ in layer.children()):
            listen(name, layer)
    twin(torch.randn(input_shape))
    return rows


def conv2d(x, weight, bias, padding=0):
    if padding < 0:
        raise ValueError(f"padding is {padding}, which is below 0")
    if weight.shape[1] != x.shape[1]:
        raise ValueError(f"{x.shape[1]} channels meet filters for {weight.shape[1]}")
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    n, c, h, w = x.shape
    kh, kw = weight.shape[-2:]
    if kh > h or kw > w:
        raise ValueError(f"a {kh}x{kw} filter is larger than {h}x{w}")
    shape = (n, c, h - kh + 1, w - kw + 1, kh, kw)
    windows = np.lib.stride_tricks.as_strided(x, shape, (*x.strides, *x.strides[2:]))
    y = np.tensordot(windows, weight, axes=[(1, 4, 5), (1, 2, 3)])
    return np.moveaxis(y + bias, -1, 1)


class SimpleCNN:
    @staticmethod
    def from_state(arrays):
        net = SimpleCNN()
        values = [*arrays.values()] if isinstance(arrays, dict) else [*arrays]
        net.filters, net.dense = values[:6], values[6:]
        return net

    def forward(self, x):
        for weight, bias in zip(self.filters[::2], self.filters[1::2], strict=True):
            x = conv2d(x, weight, bias, padding=1)
            x = x.clip(0)
            x = np.maximum(x[:, :, ::2], x[:, :, 1::2])
            x = np.maximum(x[..., ::2], x[..., 1::2])
        first, bias, last, end = self.dense
        row = x.reshape(x.shape[0], -1)
        return np.matmul(np.matmul(row, first.T).__add__(bias).clip(0), last.T) + end
