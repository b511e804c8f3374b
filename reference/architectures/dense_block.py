"""DenseBlock of DenseNet: each layer sees the input and the maps of all layers before it.

Source: Huang and others, "Densely connected convolutional networks" (2017), section 3.
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


class DenseBlock(nn.Module):
    """`num_layers` times batch norm, ReLU and 3x3, each adding `growth_rate` maps to the stack.

    The convolutions have padding 1 and no bias. `ValueError` where a number is below 1.
    """

    def __init__(self, num_layers: int, in_channels: int, growth_rate: int) -> None:
        super().__init__()
        require_positive(num_layers=num_layers, in_channels=in_channels, growth_rate=growth_rate)
        self.layers = nn.ModuleList(
            dense_layer(in_channels + i * growth_rate, growth_rate) for i in range(num_layers)
        )

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d h w"]:
        """x, then each layer's maps: d is in_channels + num_layers * growth_rate."""
        for layer in self.layers:
            x = torch.cat([x, layer(x)], dim=1)
        return x


def dense_layer(in_channels: int, growth_rate: int) -> nn.Sequential:
    """Batch norm, ReLU, 3x3 convolution."""
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(),
        nn.Conv2d(in_channels, growth_rate, 3, padding=1, bias=False),
    )
