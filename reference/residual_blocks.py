"""The blocks of residual networks, as their figures draw them, and rows of such blocks.

ReLU comes after the addition ("post-activation"). No convolution has a bias: the batch norm behind
it has one. Source of all blocks: He, Zhang, Ren and Sun, "Deep residual learning for image
recognition" (2016).
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import relu

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


def conv3x3(in_channels: int, out_channels: int, stride: int = 1) -> nn.Conv2d:
    """A 3x3 convolution without bias that keeps h and w, divided by the stride, rounded up."""
    return nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)


def projection(in_channels: int, out_channels: int, stride: int = 1) -> nn.Sequential:
    """The shortcut where shapes change: a 1x1 convolution with the stride, and batch norm.

    Source: section 3.3, option B.
    """
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
        nn.BatchNorm2d(out_channels),
    )


def shortcut(in_channels: int, out_channels: int, stride: int) -> nn.Module | None:
    """A projection where the stride or the number of channels changes the shape, else None."""
    if stride == 1 and in_channels == out_channels:
        return None
    return projection(in_channels, out_channels, stride)


class PlainBlock(nn.Module):
    """Two 3x3 convolutions, `relu(bn2(conv2(relu(bn1(conv1(x))))))`; the stride is on the first.

    `downsample` is taken and not used, so that a plain block can stand where a residual one does.
    Source: figure 3, middle.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: int = 1,
        downsample: nn.Module | None = None,  # noqa: ARG002 - the signature of a residual block
    ) -> None:
        super().__init__()
        require_positive(in_channels=in_channels, out_channels=out_channels, stride=stride)
        self.conv1 = conv3x3(in_channels, out_channels, stride)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = conv3x3(out_channels, out_channels)
        self.bn2 = nn.BatchNorm2d(out_channels)

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d oh ow"]:
        """Both convolutions; `oh` is h divided by the stride, rounded up."""
        out = relu(self.bn1(self.conv1(x)))  # (n, d, oh, ow)
        return relu(self.bn2(self.conv2(out)))


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions F and a shortcut S: `relu(F(x) + S(x))`; S is x itself by default.

    `downsample` is the module for S; it must bring x to the shape of F(x).
    `ValueError` where a size is below 1.
    Source: figure 2 and equations 1 and 2.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: int = 1,
        downsample: nn.Module | None = None,
    ) -> None:
        super().__init__()
        require_positive(in_channels=in_channels, out_channels=out_channels, stride=stride)
        self.conv1 = conv3x3(in_channels, out_channels, stride)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = conv3x3(out_channels, out_channels)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = downsample

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d oh ow"]:
        """What the convolutions add to the shortcut; `oh` is h divided by the stride."""
        identity = x if self.downsample is None else self.downsample(x)  # (n, d, oh, ow)
        out = relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return relu(out + identity)


class Bottleneck(nn.Module):
    """1x1 to `width`, 3x3 with the stride, 1x1 to four times `width`, added to the shortcut.

    The shortcut projects where shape changes: `stride` is not 1 or `in_channels` not `4 * width`.
    `ValueError` where a size is below 1.
    Source: figure 5, right; the stride stands on the 3x3 convolution.
    """

    expansion = 4

    def __init__(self, in_channels: int, width: int, stride: int = 1) -> None:
        super().__init__()
        require_positive(in_channels=in_channels, width=width, stride=stride)
        out_channels = self.expansion * width
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = conv3x3(width, width, stride)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.downsample = shortcut(in_channels, out_channels, stride)

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n d oh ow"]:
        """Narrow, look around, widen, add; `d` is four times the width."""
        identity = x if self.downsample is None else self.downsample(x)  # (n, d, oh, ow)
        out = relu(self.bn1(self.conv1(x)))  # (n, width, h, w)
        out = relu(self.bn2(self.conv2(out)))  # (n, width, oh, ow)
        out = self.bn3(self.conv3(out))
        return relu(out + identity)


def make_layer(in_channels: int, out_channels: int, num_blocks: int, stride: int) -> nn.Sequential:
    """`num_blocks` residual blocks in a row; the first one changes channels and size.

    Only the first shortcut projects, and only where the shape changes.
    `ValueError` where a number is below 1.
    Source: section 3.3 and table 1.
    """
    require_positive(in_channels=in_channels, out_channels=out_channels)
    require_positive(num_blocks=num_blocks, stride=stride)
    downsample = shortcut(in_channels, out_channels, stride)
    first_block = ResidualBlock(in_channels, out_channels, stride, downsample)
    later_blocks = [ResidualBlock(out_channels, out_channels) for _ in range(num_blocks - 1)]
    return nn.Sequential(first_block, *later_blocks)


def require_positive(**sizes: int) -> None:
    """`ValueError` naming the argument where a size is below 1."""
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(f"{name} is {size}; it must be at least 1")
