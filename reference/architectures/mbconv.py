"""MBConv, the block of EfficientNet: expand, look around, weigh the channels, project.

Source: Tan and Le, "EfficientNet" (2019), section 4; Sandler and others, "MobileNetV2" (2018),
section 3; Hu and others, "Squeeze-and-excitation networks" (2018), section 3.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn.functional import silu

from reference.residual_blocks import require_positive

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


class SqueezeExcite(nn.Module):
    """Each map times a weight between 0 and 1 that depends on the means of all maps."""

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(channels, squeezed, 1)
        self.restore = nn.Conv2d(squeezed, channels, 1)

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c h w"]:
        """The weighted maps."""
        means = x.mean(dim=(2, 3), keepdim=True)  # (n, c, 1, 1)
        return x * torch.sigmoid(self.restore(silu(self.reduce(means))))


class MBConv(nn.Module):
    """Expand (1x1), depthwise (k x k, stride), squeeze-and-excite, project (1x1); plus x if it fits.

    Batch norm follows each of the three convolutions, SiLU the first two. With expansion 1 nothing
    is expanded and the first step is left out. `ValueError` for numbers below 1, an even kernel and
    an se_ratio that is not above 0.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        expansion: int = 6,
        kernel_size: int = 3,
        stride: int = 1,
        se_ratio: float = 0.25,
    ) -> None:
        super().__init__()
        require_positive(in_channels=in_channels, out_channels=out_channels, expansion=expansion)
        require_positive(kernel_size=kernel_size, stride=stride)
        if kernel_size % 2 == 0:
            raise ValueError(f"kernel_size is {kernel_size}; it must be odd")
        if not se_ratio > 0:
            raise ValueError(f"se_ratio is {se_ratio}; it must be above 0")
        hidden = expansion * in_channels
        self.expand = nn.Identity() if expansion == 1 else conv_norm_silu(in_channels, hidden, 1)
        self.depthwise = conv_norm_silu(hidden, hidden, kernel_size, stride, groups=hidden)
        self.excite = SqueezeExcite(hidden, max(1, int(in_channels * se_ratio)))
        self.project = nn.Conv2d(hidden, out_channels, 1, bias=False)
        self.norm = nn.BatchNorm2d(out_channels)
        self.adds = stride == 1 and in_channels == out_channels

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d oh ow"]:
        """The block's output: oh and ow are h / stride and w / stride, rounded up."""
        out = self.excite(self.depthwise(self.expand(x)))
        out = self.norm(self.project(out))
        return x + out if self.adds else out


def conv_norm_silu(
    in_channels: int, out_channels: int, kernel_size: int, stride: int = 1, groups: int = 1
) -> nn.Sequential:
    """A convolution that keeps the size up to the stride, its batch norm, and SiLU."""
    padding = kernel_size // 2
    convolution = nn.Conv2d(
        in_channels, out_channels, kernel_size, stride, padding, groups=groups, bias=False
    )
    return nn.Sequential(convolution, nn.BatchNorm2d(out_channels), nn.SiLU())
