"""Inception, the module of GoogLeNet: four views of one input, side by side.

Source: Szegedy and others, "Going deeper with convolutions" (2015), section 4 and figure 2b.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from reference.residual_blocks import require_positive

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


class Inception(nn.Module):
    """1x1; 1x1 then 3x3; 1x1 then 5x5; 3x3 max pooling then 1x1: concatenated in this order.

    c3 and c5 are pairs (reduce, out). Convolutions have a bias and ReLU; there is no batch norm.
    `ValueError` where a number of channels is below 1.
    """

    def __init__(
        self, in_channels: int, c1: int, c3: tuple[int, int], c5: tuple[int, int], pool: int
    ) -> None:
        super().__init__()
        require_positive(in_channels=in_channels, c1=c1, pool=pool)
        require_positive(c3_reduce=c3[0], c3_out=c3[1], c5_reduce=c5[0], c5_out=c5[1])
        self.ones = conv_relu(in_channels, c1, 1)
        self.threes = nn.Sequential(conv_relu(in_channels, c3[0], 1), conv_relu(*c3, 3))
        self.fives = nn.Sequential(conv_relu(in_channels, c5[0], 1), conv_relu(*c5, 5))
        self.pooled = nn.Sequential(
            nn.MaxPool2d(3, stride=1, padding=1), conv_relu(in_channels, pool, 1)
        )

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d h w"]:
        """The maps of all four branches: d is c1 + c3[1] + c5[1] + pool."""
        branches = (self.ones, self.threes, self.fives, self.pooled)
        return torch.cat([branch(x) for branch in branches], dim=1)


def conv_relu(in_channels: int, out_channels: int, kernel_size: int) -> nn.Sequential:
    """A convolution with bias that keeps the size, and ReLU."""
    convolution = nn.Conv2d(in_channels, out_channels, kernel_size, padding=kernel_size // 2)
    return nn.Sequential(convolution, nn.ReLU())
