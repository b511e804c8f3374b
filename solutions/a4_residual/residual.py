"""Residual networks: the module you hand in for this assignment.

Images are tensors `(n, c, h, w)`: n images, c channels, h rows, w columns. Blocks and networks are
`nn.Module`s; you may name their layers as you like. What implementations do differently is settled
here: ReLU comes *after* the addition, convolutions have no bias, and the stride of a block is on
its first 3x3 convolution. No function, block or network changes its input, with gradients or
without. A bad argument raises `ValueError` that names the argument, the value it received and the
rule.

Everything of PyTorch is allowed.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Helpers that several of your blocks share go here, if you want any.

### BEGIN SOLUTION


def conv3x3(in_channels: int, out_channels: int, stride: int = 1) -> nn.Conv2d:
    """A 3x3 convolution that keeps the size, up to the stride, and has no bias."""
    return nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1, bias=False)


def conv1x1(in_channels: int, out_channels: int, stride: int = 1) -> nn.Conv2d:
    """A 1x1 convolution without bias: it mixes channels, pixel by pixel."""
    return nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False)


def shortcut(in_channels: int, out_channels: int, stride: int) -> nn.Module | None:
    """The projection that a changed shape needs, or None where x can be added as it is."""
    if stride == 1 and in_channels == out_channels:
        return None
    return nn.Sequential(conv1x1(in_channels, out_channels, stride), nn.BatchNorm2d(out_channels))


def require_positive(**values: int) -> None:
    """Refuses sizes and counts below 1."""
    for name, value in values.items():
        if value < 1:
            raise ValueError(f"{name} is {value}; it must be at least 1")


### END SOLUTION


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions F with a shortcut S around them: relu(F(x) + S(x)).

    The steps of F are conv1, bn1, ReLU, conv2, bn2; after the addition comes the last ReLU.
    conv1 takes in_channels to out_channels with the stride, conv2 keeps both. Convolutions are 3x3
    with padding 1 and without bias.

    `downsample` is a module that brings x to the shape of F(x); S(x) is `downsample(x)` where it is
    given, x itself where it is None.

    In: `(n, in_channels, h, w)`; out: `(n, out_channels, oh, ow)` with oh = h / stride and
    ow = w / stride, rounded up. x is left as it is.

    Raises `ValueError` when a number is below 1.

    Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
    section 3.2 and figure 2.

    >>> ResidualBlock(4, 4)(torch.zeros(1, 4, 6, 5)).shape
    torch.Size([1, 4, 6, 5])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: int = 1,
        downsample: nn.Module | None = None,
    ) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        require_positive(in_channels=in_channels, out_channels=out_channels, stride=stride)
        self.conv1 = conv3x3(in_channels, out_channels, stride)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = conv3x3(out_channels, out_channels)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = downsample
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The block's output for x, `(n, in_channels, h, w)` to `(n, out_channels, oh, ow)`."""
        ### BEGIN SOLUTION
        identity = x if self.downsample is None else self.downsample(x)
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + identity)
        ### END SOLUTION


class PlainBlock(nn.Module):
    """The same block without the shortcut: conv1, bn1, ReLU, conv2, bn2, ReLU.

    `downsample` is accepted and ignored, so that a plain block can stand wherever a residual block
    stands. Shapes, errors and layers are those of `ResidualBlock`.

    Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
    section 3.3, "Plain network".

    >>> PlainBlock(4, 6, stride=2)(torch.zeros(1, 4, 6, 5)).shape
    torch.Size([1, 6, 3, 3])
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        stride: int = 1,
        downsample: nn.Module | None = None,  # noqa: ARG002 - accepted and ignored
    ) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        require_positive(in_channels=in_channels, out_channels=out_channels, stride=stride)
        self.conv1 = conv3x3(in_channels, out_channels, stride)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = conv3x3(out_channels, out_channels)
        self.bn2 = nn.BatchNorm2d(out_channels)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The block's output for x, `(n, in_channels, h, w)` to `(n, out_channels, oh, ow)`."""
        ### BEGIN SOLUTION
        out = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(out)))
        ### END SOLUTION


def make_layer(in_channels: int, out_channels: int, num_blocks: int, stride: int) -> nn.Sequential:
    """A row of `num_blocks` residual blocks, as an `nn.Sequential` of just these blocks.

    The first block takes in_channels to out_channels with the stride; all others keep the shape.
    Where the first block changes the shape (its stride is not 1, or its channels differ), its
    shortcut is a 1x1 convolution with the stride and without bias, followed by batch norm. No other
    shortcut has layers.

    Raises `ValueError` when a number is below 1.

    Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
    section 3.3 (shortcut option B) and table 1.

    >>> make_layer(4, 8, num_blocks=3, stride=2)(torch.zeros(1, 4, 6, 6)).shape
    torch.Size([1, 8, 3, 3])
    """
    ### BEGIN SOLUTION
    require_positive(in_channels=in_channels, out_channels=out_channels)
    require_positive(num_blocks=num_blocks, stride=stride)
    first_shortcut = shortcut(in_channels, out_channels, stride)
    first = ResidualBlock(in_channels, out_channels, stride, first_shortcut)
    others = [ResidualBlock(out_channels, out_channels) for _ in range(num_blocks - 1)]
    return nn.Sequential(first, *others)
    ### END SOLUTION


class SimpleResNet(nn.Module):
    """A residual network for small pictures, `(n, 3, 32, 32)` to `(n, num_classes)`.

    - stem: 3x3 convolution to 64 channels, batch norm, ReLU;
    - three layers of two residual blocks: 64 channels, 128 (stride 2), 256 (stride 2);
    - global average pooling, one linear layer.

    The result are logits, no probabilities. With ten classes it has 2,777,674 parameters.

    Raises `ValueError` when num_classes is below 1.

    Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
    section 4.2, with wider and fewer layers.
    """

    def __init__(self, num_classes: int = 10) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        require_positive(num_classes=num_classes)
        self.conv1 = conv3x3(3, 64)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1 = make_layer(64, 64, 2, stride=1)
        self.layer2 = make_layer(64, 128, 2, stride=2)
        self.layer3 = make_layer(128, 256, 2, stride=2)
        self.fc = nn.Linear(256, num_classes)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The logits, `(n, 3, h, w)` to `(n, num_classes)`."""
        ### BEGIN SOLUTION
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.layer3(self.layer2(self.layer1(out)))
        return self.fc(out.mean(dim=(2, 3)))
        ### END SOLUTION


def gradient_norms(blocks: nn.Sequential, x: Tensor) -> list[float]:
    """The norm of the gradient of each block's first convolution, after `blocks(x).sum().backward()`.

    `blocks` may be any blocks in a row, yours or others', and x any input that fits them. The norm
    is the Euclidean length of the gradient of the convolution's `weight`: the root of the sum of
    its squares. Gradients that the weights come with do not count. Result: one `float` for each block,
    in the order of the blocks.

    A block's first convolution is the first `nn.Conv2d` among its `modules()`.
    """
    ### BEGIN SOLUTION
    blocks.zero_grad()
    blocks(x).sum().backward()
    norms = []
    for block in blocks:
        first = next(layer for layer in block.modules() if isinstance(layer, nn.Conv2d))
        norms.append(first.weight.grad.norm().item())
    return norms
    ### END SOLUTION


def compare_gradient_flow(depth: int, channels: int = 16, seed: int = 0) -> dict[str, list[float]]:
    """The gradient norms of a stack of plain blocks and of one of residual blocks, before training.

    Each stack has `depth` blocks that keep `channels` channels, with stride 1. Weights and input,
    some random images of your choice, are drawn from `seed`: the same seed gives the same numbers.
    Result: `{"plain": [...], "residual": [...]}`, each list from `gradient_norms`, `depth` long.

    Raises `ValueError` when depth or channels is below 1.
    """
    ### BEGIN SOLUTION
    require_positive(depth=depth, channels=channels)
    norms = {}
    for name, block in (("plain", PlainBlock), ("residual", ResidualBlock)):
        torch.manual_seed(seed)
        x = torch.randn(4, channels, 8, 8)
        blocks = nn.Sequential(*[block(channels, channels) for _ in range(depth)])
        norms[name] = gradient_norms(blocks, x)
    return norms
    ### END SOLUTION


class Bottleneck(nn.Module):
    """Three convolutions with a shortcut: 1x1 to `width`, 3x3, 1x1 to 4 * width. A bonus.

    The steps: conv1 (1x1), bn1, ReLU, conv2 (3x3, padding 1, with the stride), bn2, ReLU,
    conv3 (1x1), bn3, addition of the shortcut, ReLU. No convolution has a bias.

    The shortcut is x itself where shapes agree: stride 1 and in_channels = 4 * width. Everywhere
    else it is a 1x1 convolution with the stride and without bias, followed by batch norm.

    In: `(n, in_channels, h, w)`; out: `(n, 4 * width, oh, ow)`. x is left as it is.

    Raises `ValueError` when a number is below 1.

    Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016), section
    4.1 and figure 5; the stride stands on the 3x3 convolution, as most implementations have it.

    >>> Bottleneck(8, width=4, stride=2)(torch.zeros(1, 8, 6, 6)).shape
    torch.Size([1, 16, 3, 3])
    """

    def __init__(self, in_channels: int, width: int, stride: int = 1) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        require_positive(in_channels=in_channels, width=width, stride=stride)
        out_channels = 4 * width
        self.conv1 = conv1x1(in_channels, width)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = conv3x3(width, width, stride)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = conv1x1(width, out_channels)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.downsample = shortcut(in_channels, out_channels, stride)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The block's output for x, `(n, in_channels, h, w)` to `(n, 4 * width, oh, ow)`."""
        ### BEGIN SOLUTION
        identity = x if self.downsample is None else self.downsample(x)
        out = F.relu(self.bn1(self.conv1(x)))
        out = F.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return F.relu(out + identity)
        ### END SOLUTION
