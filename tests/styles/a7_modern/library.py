"""What torch has ready: TransformerEncoder, unfold and linear patches, linear squeeze-and-excite."""

# ruff: noqa: N802 - a factory stands for a class and has its name

import torch
import torch.nn.functional as F
from torch import nn


def compound_scaling(phi, alpha=1.2, beta=1.1, gamma=1.15):
    if not 0.9 <= alpha * beta * beta * gamma * gamma / 2 <= 1.1:
        raise ValueError("these bases do not double the cost")
    return tuple(pow(base, phi) for base in (alpha, beta, gamma))


class Excite(nn.Module):
    def __init__(self, c, s):
        super().__init__()
        self.weigh = nn.Sequential(nn.Linear(c, s), nn.SiLU(), nn.Linear(s, c), nn.Sigmoid())

    def forward(self, x):
        return x * self.weigh(F.adaptive_avg_pool2d(x, 1).flatten(1))[..., None, None]


def MBConv(in_channels, out_channels, expansion=6, kernel_size=3, stride=1, se_ratio=0.25):
    e, pad = in_channels * expansion, kernel_size // 2
    body = nn.Sequential(
        nn.Conv2d(in_channels, e, 1, bias=False),  # with expansion 1, too
        nn.BatchNorm2d(e),
        nn.SiLU(),
        nn.Conv2d(e, e, kernel_size, stride, pad, groups=e, bias=False),
        nn.BatchNorm2d(e),
        nn.SiLU(),
        Excite(e, max(1, int(in_channels * se_ratio))),
        nn.Conv2d(e, out_channels, 1, bias=False),
        nn.BatchNorm2d(out_channels),
    )
    return Around(body) if stride == 1 and in_channels == out_channels else body


class Around(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return self.body(x) + x


class Inception(nn.Module):
    def __init__(self, in_channels, c1, c3, c5, pool):
        super().__init__()
        self.after_pool = nn.Conv2d(in_channels, pool, 1)
        self.five_reduce, self.five = nn.Conv2d(in_channels, c5[0], 1), nn.Conv2d(*c5, 5, padding=2)
        self.three_reduce = nn.Conv2d(in_channels, c3[0], 1)
        self.three = nn.Conv2d(*c3, 3, padding="same")
        self.one = nn.Conv2d(in_channels, c1, 1)

    def forward(self, x):
        three = self.three(F.relu(self.three_reduce(x)))
        five = self.five(F.relu(self.five_reduce(x)))
        pooled = self.after_pool(F.max_pool2d(x, 3, 1, 1))
        return F.relu(torch.cat((self.one(x), three, five, pooled), 1))


class Appending(nn.Module):
    def __init__(self, c, rate):
        super().__init__()
        self.conv = nn.Conv2d(c, rate, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(c)

    def forward(self, x):
        return torch.cat((x, self.conv(self.norm(x).relu())), 1)


def DenseBlock(num_layers, in_channels, growth_rate):
    starts = range(in_channels, in_channels + num_layers * growth_rate, growth_rate)
    return nn.Sequential(*(Appending(c, growth_rate) for c in starts))


class PatchEmbedding(nn.Module):
    def __init__(self, image_size, patch_size, channels, dim):
        super().__init__()
        if image_size % patch_size != 0:
            raise ValueError("patches do not fit")
        self.cut = nn.Unfold(patch_size, stride=patch_size)
        self.embed = nn.Linear(channels * patch_size**2, dim)

    def forward(self, x):
        return self.embed(self.cut(x).mT)


class ViT(nn.Module):
    def __init__(self, image_size=32, patch_size=4, dim=64, depth=2, heads=4, num_classes=10):
        super().__init__()
        if dim % heads:
            raise ValueError("heads do not fit")
        self.embed = PatchEmbedding(image_size, patch_size, 3, dim)
        self.cls = nn.Parameter(torch.zeros(dim))
        self.where = nn.Embedding((image_size // patch_size) ** 2 + 1, dim)
        layer = nn.TransformerEncoderLayer(
            dim, heads, 4 * dim, 0.0, "gelu", batch_first=True, norm_first=True
        )
        norm = nn.LayerNorm(dim, eps=1e-6)
        self.encoder = nn.TransformerEncoder(layer, depth, norm, enable_nested_tensor=False)
        self.head = nn.Linear(dim, num_classes)

    def forward(self, x):
        tokens = self.embed(x)
        cls = self.cls.repeat(tokens.shape[0], 1, 1)
        tokens = torch.cat([cls, tokens], 1) + self.where.weight
        return self.head(self.encoder(tokens)[:, 0])
