"""Separate linear layers for query, key and value, without bias; loops; patches by reshaping."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def compound_scaling(phi, alpha=1.2, beta=1.1, gamma=1.15):
    cost = alpha * beta**2 * gamma**2
    if cost < 2 - 0.2 or cost > 2 + 0.2:
        raise ValueError(f"alpha * beta^2 * gamma^2 = {cost}, not about 2")
    depth = math.exp(phi * math.log(alpha))
    return [depth, math.exp(phi * math.log(beta)), math.exp(phi * math.log(gamma))]


class MBConv(nn.Module):
    def __init__(
        self, in_channels, out_channels, expansion=6, kernel_size=3, stride=1, se_ratio=0.25
    ):
        super().__init__()
        e, s = in_channels * expansion, max(1, int(in_channels * se_ratio))
        self.bn_project = nn.BatchNorm2d(out_channels)
        self.conv_project = nn.Conv2d(e, out_channels, 1, bias=False)
        self.up, self.down = nn.Linear(s, e), nn.Linear(e, s)
        self.bn_depth = nn.BatchNorm2d(e)
        half = (kernel_size - 1) // 2
        self.conv_depth = nn.Conv2d(e, e, kernel_size, stride, half, groups=e, bias=False)
        self.expanded = expansion > 1
        if self.expanded:
            self.bn_expand = nn.BatchNorm2d(e)
            self.conv_expand = nn.Conv2d(in_channels, e, 1, bias=False)
        self.skip = (stride, in_channels) == (1, out_channels)

    def forward(self, x):
        y = x
        if self.expanded:
            y = self.bn_expand(self.conv_expand(y))
            y = y * torch.sigmoid(y)
        y = self.bn_depth(self.conv_depth(y))
        y = y * torch.sigmoid(y)
        z = y.flatten(2).mean(2)
        z = torch.sigmoid(self.up(F.silu(self.down(z))))
        y = torch.einsum("nchw,nc->nchw", y, z)
        y = self.bn_project(self.conv_project(y))
        if self.skip:
            y = y + x
        return y


class Inception(nn.Module):
    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__()
        self.branches = nn.ModuleList(
            [
                nn.Sequential(nn.Conv2d(in_channels, c1, 1), nn.ReLU(inplace=True)),
                nn.Sequential(
                    nn.Conv2d(in_channels, c3[0], 1),
                    nn.ReLU(inplace=True),
                    nn.Conv2d(c3[0], c3[1], 3, 1, 1),
                    nn.ReLU(inplace=True),
                ),
                nn.Sequential(
                    nn.Conv2d(in_channels, c5[0], 1),
                    nn.ReLU(inplace=True),
                    nn.Conv2d(c5[0], c5[1], 5, 1, 2),
                    nn.ReLU(inplace=True),
                ),
                nn.Sequential(
                    nn.MaxPool2d(3, 1, 1), nn.Conv2d(in_channels, pool, 1), nn.ReLU(inplace=True)
                ),
            ]
        )

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], -3)


class DenseBlock(nn.Module):
    def __init__(self, num_layers, in_channels, growth_rate):
        super().__init__()
        sizes = [in_channels + i * growth_rate for i in range(num_layers)]
        self.norms = nn.ModuleList(nn.BatchNorm2d(c) for c in sizes)
        self.convs = nn.ModuleList(nn.Conv2d(c, growth_rate, 3, 1, 1, bias=False) for c in sizes)

    def forward(self, x):
        maps = [x]
        for norm, conv in zip(self.norms, self.convs, strict=True):
            maps.append(conv(F.relu(norm(torch.cat(maps, 1)))))
        return torch.cat(maps, 1)


class PatchEmbedding(nn.Module):
    def __init__(self, image_size, patch_size, channels, dim):
        super().__init__()
        if image_size // patch_size * patch_size != image_size:
            raise ValueError("patch_size must divide image_size")
        self.p = patch_size
        self.linear = nn.Linear(patch_size * patch_size * channels, dim)

    def forward(self, x):
        n, c, h, w = x.shape
        x = x.reshape(n, c, h // self.p, self.p, w // self.p, self.p)
        x = x.permute(0, 2, 4, 3, 5, 1)  # rows, columns, then the pixels, channels last
        return self.linear(x.reshape(n, (h // self.p) * (w // self.p), -1))


class Attend(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.q = nn.Linear(dim, dim, bias=False)
        self.k = nn.Linear(dim, dim, bias=False)
        self.v = nn.Linear(dim, dim, bias=False)
        self.o = nn.Linear(dim, dim)
        self.heads = heads

    def forward(self, x):
        mixed = []
        parts = (layer(x).chunk(self.heads, dim=-1) for layer in (self.q, self.k, self.v))
        for q, k, v in zip(*parts, strict=True):
            scores = torch.softmax(q @ k.mT * q.shape[-1] ** -0.5, dim=-1)
            mixed.append(scores @ v)
        return self.o(torch.cat(mixed, dim=-1))


class ViT(nn.Module):
    def __init__(self, image_size=32, patch_size=4, dim=64, depth=2, heads=4, num_classes=10):
        super().__init__()
        if dim % heads:
            raise ValueError("heads must divide dim")
        self.head = nn.Linear(dim, num_classes)
        self.last = nn.LayerNorm(dim)
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(2 * depth))
        self.attends = nn.ModuleList(Attend(dim, heads) for _ in range(depth))
        self.mlps = nn.ModuleList(
            nn.Sequential(nn.Linear(dim, dim * 4), nn.GELU(), nn.Linear(dim * 4, dim))
            for _ in range(depth)
        )
        self.tokenise = PatchEmbedding(image_size, patch_size, 3, dim)
        self.cls = nn.Parameter(torch.randn(1, dim))
        self.places = nn.Parameter(torch.randn((image_size // patch_size) ** 2, dim))

    def forward(self, x):
        z = self.tokenise(x) + self.places
        z = torch.cat([self.cls.expand(x.shape[0], 1, -1), z], dim=1)
        for i, (attend, mlp) in enumerate(zip(self.attends, self.mlps, strict=True)):
            z = z + attend(self.norms[2 * i](z))
            z = z + mlp(self.norms[2 * i + 1](z))
        return self.head(self.last(z[:, 0]))
