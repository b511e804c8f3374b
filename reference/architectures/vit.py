"""ViT, the vision transformer: an image is cut into patches, which are read like words.

Source: Dosovitskiy and others, "An image is worth 16x16 words" (2021), section 3.1, equations 1-4.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn.functional import gelu

from reference.residual_blocks import require_positive

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


class PatchEmbedding(nn.Module):
    """Patches of patch_size x patch_size pixels, row by row, each through one linear map.

    A convolution whose stride is its size is this map. `ValueError` where a number is below 1 or
    patch_size does not divide image_size.
    """

    def __init__(self, image_size: int, patch_size: int, channels: int, dim: int) -> None:
        super().__init__()
        require_positive(image_size=image_size, patch_size=patch_size, channels=channels, dim=dim)
        if image_size % patch_size:
            raise ValueError(f"patch_size is {patch_size}; it must divide image_size, {image_size}")
        self.project = nn.Conv2d(channels, dim, patch_size, stride=patch_size)

    def forward(self, x: Float[Tensor, "n c s s"]) -> Float[Tensor, "n tokens dim"]:
        """A token for each patch: tokens is (image_size / patch_size) squared."""
        return self.project(x).flatten(2).transpose(1, 2)  # (n, dim, rows, columns) -> tokens


class Attention(nn.Module):
    """Multi-head self-attention: softmax(q k^T / sqrt(d)) v in each head, then a linear map."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x: Float[Tensor, "n t dim"]) -> Float[Tensor, "n t dim"]:
        """Each token's mixture of all tokens' values."""
        n, t, dim = x.shape
        heads = self.qkv(x).reshape(n, t, 3, self.heads, dim // self.heads)
        q, k, v = heads.permute(2, 0, 3, 1, 4)  # each (n, heads, t, dim / heads)
        weights = (q @ k.transpose(2, 3) / math.sqrt(q.shape[3])).softmax(dim=3)
        return self.out((weights @ v).transpose(1, 2).reshape(n, t, dim))


class EncoderBlock(nn.Module):
    """Pre-norm: x + attention(norm(x)), then x + mlp(norm(x)); the MLP is four times as wide."""

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Attention(dim, heads)
        self.norm2 = nn.LayerNorm(dim)
        self.widen = nn.Linear(dim, 4 * dim)
        self.narrow = nn.Linear(4 * dim, dim)

    def forward(self, x: Float[Tensor, "n t dim"]) -> Float[Tensor, "n t dim"]:
        """The tokens after one exchange and one step of their own."""
        x = x + self.attention(self.norm1(x))
        return x + self.narrow(gelu(self.widen(self.norm2(x))))


class ViT(nn.Module):
    """Patches, a class token before them, learned positions, encoder blocks, norm, linear layer.

    Images have 3 channels; logits come out. `ValueError` where a number is below 1, patch_size does
    not divide image_size or heads does not divide dim.
    """

    def __init__(
        self,
        image_size: int = 32,
        patch_size: int = 4,
        dim: int = 64,
        depth: int = 2,
        heads: int = 4,
        num_classes: int = 10,
    ) -> None:
        super().__init__()
        require_positive(depth=depth, heads=heads, num_classes=num_classes)
        self.patches = PatchEmbedding(image_size, patch_size, 3, dim)
        if dim % heads:
            raise ValueError(f"heads is {heads}; it must divide dim, {dim}")
        tokens = 1 + (image_size // patch_size) ** 2
        self.class_token = nn.Parameter(0.02 * torch.randn(1, 1, dim))
        self.positions = nn.Parameter(0.02 * torch.randn(1, tokens, dim))
        self.blocks = nn.Sequential(*(EncoderBlock(dim, heads) for _ in range(depth)))
        self.norm = nn.LayerNorm(dim)
        self.classify = nn.Linear(dim, num_classes)

    def forward(self, x: Float[Tensor, "n 3 s s"]) -> Float[Tensor, "n classes"]:
        """The logits of each image, read from its class token."""
        tokens = self.patches(x)
        class_tokens = self.class_token.expand(len(x), -1, -1)
        tokens = torch.cat([class_tokens, tokens], dim=1) + self.positions
        return self.classify(self.norm(self.blocks(tokens))[:, 0])
