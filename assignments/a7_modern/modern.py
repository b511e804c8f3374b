"""Modern architectures: the module you hand in for this assignment. All of it is a bonus.

Images are tensors `(n, c, h, w)`: n images, c channels, h rows, w columns; tokens are `(n, t, dim)`.
Blocks and networks are `nn.Module`s; you may name their layers as you like, and add helper classes.
What implementations do differently is settled in each docstring. No block or network changes its
input, with gradients or without. Everything of PyTorch is allowed.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Helpers that several of your blocks share go here, if you want any.

# YOUR CODE HERE


def compound_scaling(
    phi: float, alpha: float = 1.2, beta: float = 1.1, gamma: float = 1.15
) -> tuple[float, float, float]:
    """The factors `(depth, width, resolution)` by which a network grows.

    They are alpha, beta and gamma, each to the power phi. One step of phi shall cost about twice the
    operations: `ValueError` unless alpha * beta^2 * gamma^2 is within 10 % of 2 (1.8 to 2.2).

    Source: Tan and Le, "EfficientNet: rethinking model scaling for convolutional neural networks"
    (2019), section 3.3.

    >>> compound_scaling(0)
    (1.0, 1.0, 1.0)
    """
    # YOUR CODE HERE
    raise NotImplementedError


class MBConv(nn.Module):
    """The block of EfficientNet; with e = expansion * in_channels channels inside.

    1. expand: 1x1 convolution to e channels, batch norm, SiLU. With expansion 1 you may leave this
       step out or keep it.
    2. depthwise: kernel_size x kernel_size (odd) with the stride and padding kernel_size // 2, each
       channel by itself, batch norm, SiLU.
    3. squeeze-and-excite: the mean of each map; a linear layer (or 1x1 convolution) to s channels,
       SiLU; one back to e channels, sigmoid; each map times its number. Here s is
       `max(1, int(in_channels * se_ratio))`: it is counted from the *input* channels. Both layers
       have a bias.
    4. project: 1x1 convolution to out_channels, batch norm, no activation.
    5. x is added where stride is 1 and in_channels equals out_channels, and nowhere else.

    The convolutions of steps 1, 2 and 4 have no bias.

    In: `(n, in_channels, h, w)`; out: `(n, out_channels, oh, ow)` with oh = h / stride and
    ow = w / stride, rounded up. x is left as it is.

    Source: Tan and Le, "EfficientNet" (2019), section 4; Sandler and others, "MobileNetV2" (2018),
    section 3; Hu and others, "Squeeze-and-excitation networks" (2018), section 3.

    >>> MBConv(4, 8, stride=2)(torch.zeros(2, 4, 6, 5)).shape
    torch.Size([2, 8, 3, 3])
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
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The block's output for x, `(n, in_channels, h, w)` to `(n, out_channels, oh, ow)`."""
        # YOUR CODE HERE
        raise NotImplementedError


class Inception(nn.Module):
    """The module of GoogLeNet: four branches on one input, concatenated along the channels.

    In this order: 1x1 to c1 channels; 1x1 to c3[0], then 3x3 to c3[1]; 1x1 to c5[0], then 5x5 to
    c5[1]; 3x3 max pooling with stride 1, then 1x1 to pool channels.

    All convolutions have a bias, keep height and width, and are followed by ReLU; there is no batch
    norm (as in the paper).

    In: `(n, in_channels, h, w)`; out: `(n, c1 + c3[1] + c5[1] + pool, h, w)`.

    Source: Szegedy and others, "Going deeper with convolutions" (2015), section 4, figure 2b.

    >>> Inception(8, 4, (2, 6), (1, 3), 2)(torch.zeros(1, 8, 6, 5)).shape
    torch.Size([1, 15, 6, 5])
    """

    def __init__(
        self, in_channels: int, c1: int, c3: tuple[int, int], c5: tuple[int, int], pool: int
    ) -> None:
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The maps of the four branches, in the order c1, c3, c5, pool."""
        # YOUR CODE HERE
        raise NotImplementedError


class DenseBlock(nn.Module):
    """The block of DenseNet: each layer sees the input and all maps made so far.

    A layer is batch norm, ReLU, 3x3 convolution (padding 1, no bias) to growth_rate channels; there
    is no 1x1 convolution before it. Its new maps are appended behind those that it was given.

    In: `(n, in_channels, h, w)`; out: `(n, in_channels + num_layers * growth_rate, h, w)`: first x
    itself, then the maps of layer 1, layer 2, ...

    Source: Huang and others, "Densely connected convolutional networks" (2017), section 3.

    >>> DenseBlock(3, 8, 4)(torch.zeros(1, 8, 6, 5)).shape
    torch.Size([1, 20, 6, 5])
    """

    def __init__(self, num_layers: int, in_channels: int, growth_rate: int) -> None:
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """All maps: x and those of every layer, concatenated."""
        # YOUR CODE HERE
        raise NotImplementedError


class PatchEmbedding(nn.Module):
    """Cuts images into patches and maps each patch by the same linear layer, with bias, to a token.

    Patches are patch_size x patch_size pixels with all channels, side by side, taken row by row. A
    linear layer and a convolution are both right. Positions are *not* added here.

    In: `(n, channels, image_size, image_size)`; out: `(n, t, dim)`, t = (image_size / patch_size)^2.

    Raises `ValueError` where patch_size does not divide image_size.

    Source: Dosovitskiy and others, "An image is worth 16x16 words" (2021), section 3.1.

    >>> PatchEmbedding(8, 4, 3, 16)(torch.zeros(2, 3, 8, 8)).shape
    torch.Size([2, 4, 16])
    """

    def __init__(self, image_size: int, patch_size: int, channels: int, dim: int) -> None:
        super().__init__()
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The tokens of each image."""
        # YOUR CODE HERE
        raise NotImplementedError


class ViT(nn.Module):
    """A small vision transformer for images of 3 channels; it returns logits, no probabilities.

    1. tokens: the patches' embeddings, with one learned class token *before* them;
    2. plus learned positions, one vector for each token;
    3. `depth` encoder blocks, **pre-norm**: z = z + attention(norm(z)), then z = z + mlp(norm(z)).
       Attention has `heads` heads, 1 / sqrt(dim / heads) as scale, and a linear layer behind it. The
       MLP is Linear to 4 * dim, GELU (the exact one), Linear back to dim;
    4. a last layer norm; the class token alone goes through a linear layer to num_classes.

    Norms are layer norms, each with its own scale and shift. Linear layers have a bias (those of
    query, key and value may go without). There is no dropout. `nn.MultiheadAttention` and
    `nn.TransformerEncoderLayer` are allowed; see `batch_first`, `norm_first` and the defaults of the
    latter.

    In: `(n, 3, image_size, image_size)`; out: `(n, num_classes)`.

    Raises `ValueError` where patch_size does not divide image_size or heads does not divide dim.

    Source: Dosovitskiy and others, "An image is worth 16x16 words" (2021), section 3.1.

    >>> ViT(image_size=8, dim=16, num_classes=5)(torch.zeros(2, 3, 8, 8)).shape
    torch.Size([2, 5])
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
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image."""
        # YOUR CODE HERE
        raise NotImplementedError


# YOUR CODE HERE
