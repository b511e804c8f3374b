"""Functions that build sequences; a linear layer for each head; scaled_dot_product_attention."""

# ruff: noqa: N802 - a factory stands for a class and has its name

import torch
import torch.nn.functional as F
from torch import nn


def compound_scaling(phi, alpha=1.2, beta=1.1, gamma=1.15):
    if round(abs(alpha * (beta * gamma) ** 2 - 2), 9) > 0.2:
        raise ValueError("the cost of a step must be about 2")
    return alpha**phi, beta**phi, gamma**phi


class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


class Scale(nn.Sequential):
    def forward(self, x):
        return x.mul(super().forward(x))


class Concat(nn.ModuleList):
    def forward(self, x):
        return torch.cat([part(x) for part in self], dim=1)


def unit(c, d, size=1, stride=1, groups=1):
    conv = nn.Conv2d(c, d, size, stride, size // 2, groups=groups, bias=False)
    return [conv, nn.BatchNorm2d(d)]


def MBConv(in_channels, out_channels, expansion=6, kernel_size=3, stride=1, se_ratio=0.25):
    e, s = in_channels * expansion, max(int(in_channels * se_ratio), 1)
    pool = nn.AdaptiveAvgPool2d(1)
    excite = Scale(pool, nn.Conv2d(e, s, 1), nn.SiLU(), nn.Conv2d(s, e, 1), nn.Sigmoid())
    steps = [*unit(in_channels, e), nn.SiLU()] if expansion != 1 else []
    steps += [*unit(e, e, kernel_size, stride, e), nn.SiLU(), excite, *unit(e, out_channels)]
    agrees = stride == 1 and in_channels == out_channels
    return (Residual if agrees else nn.Sequential)(*steps)


def Inception(in_channels, c1, c3, c5, pool):
    def conv(c, d, size):
        return nn.Sequential(nn.Conv2d(c, d, size, padding=size // 2), nn.ReLU())

    return Concat(
        [
            conv(in_channels, c1, 1),
            nn.Sequential(conv(in_channels, c3[0], 1), conv(*c3, 3)),
            nn.Sequential(conv(in_channels, c5[0], 1), conv(*c5, 5)),
            nn.Sequential(nn.MaxPool2d(3, 1, 1), conv(in_channels, pool, 1)),
        ]
    )


def DenseBlock(num_layers, in_channels, growth_rate):
    if num_layers == 0:
        return nn.Identity()
    before = DenseBlock(num_layers - 1, in_channels, growth_rate)
    c = in_channels + (num_layers - 1) * growth_rate
    conv = nn.Conv2d(c, growth_rate, 3, padding=1, bias=False)
    layer = nn.Sequential(nn.BatchNorm2d(c), nn.ReLU(), conv)
    return nn.Sequential(before, Concat([nn.Identity(), layer]))


def PatchEmbedding(image_size, patch_size, channels, dim):
    if image_size % patch_size:
        raise ValueError("patch_size must divide image_size")
    return nn.Sequential(nn.Conv2d(channels, dim, patch_size, patch_size), Tokens())


class Tokens(nn.Module):
    def forward(self, maps):
        return maps.permute(0, 2, 3, 1).flatten(1, 2)


class Head(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(dim, dim // heads) for _ in range(3))

    def forward(self, x):
        return F.scaled_dot_product_attention(self.q(x), self.k(x), self.v(x))


class Heads(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = nn.ModuleList(Head(dim, heads) for _ in range(heads))
        self.out = nn.Linear(dim, dim)

    def forward(self, x):
        return self.out(torch.cat([head(x) for head in self.heads], dim=2))


class ViT(nn.Module):
    def __init__(self, image_size=32, patch_size=4, dim=64, depth=2, heads=4, num_classes=10):
        super().__init__()
        if dim % heads:
            raise ValueError("heads must divide dim")
        self.patches = PatchEmbedding(image_size, patch_size, 3, dim)
        self.register_parameter("token", nn.Parameter(torch.randn(1, dim) / 10))
        self.position = nn.Parameter(torch.randn((image_size // patch_size) ** 2 + 1, dim) / 10)
        steps = []
        for _ in range(depth):
            mlp = [nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim)]
            steps.append(Residual(nn.LayerNorm(dim), Heads(dim, heads)))
            steps.append(Residual(nn.LayerNorm(dim), *mlp))
        self.encoder = nn.Sequential(*steps)
        self.read = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, num_classes))

    def forward(self, x):
        token = self.token.expand(x.size(0), 1, -1)
        z = torch.cat([token, self.patches(x)], dim=1) + self.position
        return self.read(self.encoder(z)[:, 0])
