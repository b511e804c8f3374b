"""Six famous and less famous networks, from scratch: the module you hand in for this assignment.

Images are tensors `(n, c, h, w)`; a network turns them into logits `(n, num_classes)`: the numbers
before a softmax, because the loss (`F.cross_entropy`) applies it. Name your layers as you like.
Where a class is asked for, a function of that name that returns an `nn.Module` is right, too. No
function or network changes its images.

Everything of PyTorch is allowed, except in the last exercise, which is NumPy alone.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

# Helpers that several of your networks share go here, if you want any.

# YOUR CODE HERE


def count_parameters(model: nn.Module, trainable_only: bool = False) -> int:
    """How many numbers the parameters of `model` hold, as an `int`.

    A tensor that two layers share counts once. Buffers, such as the running mean of batch
    normalisation, are no parameters. With trainable_only, parameters that require no gradient are
    left out.

    >>> count_parameters(nn.Linear(84, 10))
    850
    """
    # YOUR CODE HERE
    raise NotImplementedError


class LeNet5(nn.Module):
    """LeNet-5 for square images `(n, in_channels, image_size, image_size)`.

    Convolution to 6 channels, 5x5; 2x2 average pooling; convolution to 16 channels, 5x5; 2x2 average
    pooling; fully connected layers of 120, 84 and num_classes. No padding; all layers with bias.

    Conventions, because implementations differ: the activation is tanh or ReLU, your choice, the
    same everywhere; it follows each convolution (before its pooling) and the first two fully
    connected layers. Nothing follows the last one.

    The default has 44,426 parameters. `image_size=32` and `in_channels=3` must work, too.

    Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition" (1998), section II-B.

    >>> LeNet5()(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    """

    def __init__(self, num_classes: int = 10, in_channels: int = 1, image_size: int = 28) -> None:
        # Hint: work out from image_size how large the maps are after the second pooling.
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, in_channels, h, w)` to `(n, num_classes)`."""
        # YOUR CODE HERE
        raise NotImplementedError


class AlexNet(nn.Module):
    """AlexNet for images `(n, 3, 224, 224)`; 227x227 works, too. All layers with bias.

    | convolution | to | kernel | stride | padding | then |
    |---|---|---|---|---|---|
    | 1 | 96 | 11x11 | 4 | 2 | ReLU, max pooling 3x3, stride 2 |
    | 2 | 256 | 5x5 | 1 | 2 | ReLU, max pooling 3x3, stride 2 |
    | 3 | 384 | 3x3 | 1 | 1 | ReLU |
    | 4 | 384 | 3x3 | 1 | 1 | ReLU |
    | 5 | 256 | 3x3 | 1 | 1 | ReLU, max pooling 3x3, stride 2 |

    Then fully connected layers of 4096, 4096 (both with ReLU) and num_classes.

    Conventions, because implementations differ: no local response normalisation; dropout with
    p = 0.5 before each of the two hidden layers, on either side of an activation (dropout behind
    each of them, as in the paper, is right, too).

    The default has 62,378,344 parameters.

    Source: Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural
    networks" (2012), section 3.5.
    """

    def __init__(self, num_classes: int = 1000) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, h, w)` to `(n, num_classes)`."""
        # YOUR CODE HERE
        raise NotImplementedError


class VGGBlock(nn.Module):
    """`num_convs` times a 3x3 convolution with padding 1 and bias, and ReLU; then 2x2 max pooling.

    The first convolution goes from in_channels to out_channels, the others keep out_channels.

    Source: Simonyan and Zisserman, "Very deep convolutional networks for large-scale image
    recognition" (2015), section 2.1.

    >>> VGGBlock(3, 8, num_convs=2)(torch.zeros(1, 3, 10, 6)).shape
    torch.Size([1, 8, 5, 3])
    """

    def __init__(self, in_channels: int, out_channels: int, num_convs: int) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Maps `(n, in_channels, h, w)` to `(n, out_channels, h // 2, w // 2)`."""
        # YOUR CODE HERE
        raise NotImplementedError


class VGG16(nn.Module):
    """VGG-16 for images `(n, 3, 224, 224)`: 138,357,544 parameters.

    Five blocks with 2, 2, 3, 3, 3 convolutions to 64, 128, 256, 512, 512 channels; then fully
    connected layers of 4096, 4096 (both with ReLU) and num_classes. Dropout on the hidden fully
    connected layers, as in the paper, is up to you.

    Source: Simonyan and Zisserman (2015), table 1, column D.
    """

    def __init__(self, num_classes: int = 1000) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, 224, 224)` to `(n, num_classes)`."""
        # YOUR CODE HERE
        raise NotImplementedError


class VGG19(nn.Module):
    """VGG-19: as VGG-16, but with 4 convolutions in each of the last three blocks.

    The default has 143,667,240 parameters.

    Source: Simonyan and Zisserman (2015), table 1, column E.
    """

    def __init__(self, num_classes: int = 1000) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, 224, 224)` to `(n, num_classes)`."""
        # YOUR CODE HERE
        raise NotImplementedError


class SimpleResNet(nn.Module):
    """The residual network of the assignment before, once more: 2,777,674 parameters.

    3x3 convolution to 64 channels, batch normalisation, ReLU; then three layers of two residual
    blocks each, with 64, 128 and 256 channels, the second and third with stride 2 in their first
    block; global average pooling; one fully connected layer. No convolution has a bias.

    A block is relu(F(x) + shortcut(x)), where F is 3x3 convolution, batch normalisation, ReLU, 3x3
    convolution, batch normalisation. The shortcut is a 1x1 convolution with batch normalisation
    where the shape changes, and x itself elsewhere. Images may have any size.

    Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016), section 3.

    >>> SimpleResNet()(torch.zeros(2, 3, 16, 16)).shape
    torch.Size([2, 10])
    """

    def __init__(self, num_classes: int = 10) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, h, w)` to `(n, num_classes)`."""
        # YOUR CODE HERE
        raise NotImplementedError


def describe(
    model: nn.Module, input_shape: tuple[int, ...]
) -> list[tuple[str, tuple[int, ...], int]]:
    """A row `(name, output shape, parameters)` for each call of a leaf layer, in call order.

    `input_shape` is `(n, c, h, w)`, and output shapes hold n, too. A leaf is a layer without layers
    inside. Names are those of `model.named_modules()`, such as `features.0`. A layer that is called
    twice has two rows, one that is never called has none.

    The model is left as it was: the same mode in every layer, the same running statistics, no hooks.

    >>> describe(nn.Sequential(nn.Flatten(), nn.Linear(12, 2)), (1, 3, 2, 2))
    [('0', (1, 12), 0), ('1', (1, 2), 26)]
    """
    # Hint: layer.register_forward_hook(f) calls f(layer, inputs, output) after each call.
    # YOUR CODE HERE
    raise NotImplementedError


class CIFAR10Net(nn.Module):
    """A VGG-like network for small images `(n, 3, h, w)`, h and w at least 8.

    Six times 3x3 convolution (padding 1, no bias), batch normalisation, ReLU, to 64, 128, 256, 256,
    512 and 512 channels; 2x2 max pooling behind the first, the second and the fourth; then global
    average pooling, dropout with p = 0.5, and one fully connected layer.

    Source: the course's own.

    >>> CIFAR10Net()(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """

    def __init__(self, num_classes: int = 10) -> None:
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, h, w)` to `(n, num_classes)`."""
        # YOUR CODE HERE
        raise NotImplementedError


def conv2d(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, padding: int = 0) -> np.ndarray:
    """A convolution with stride 1, in NumPy: each filter's answer at each place.

    Shapes: x `(n, c, h, w)`, weight `(o, c, kh, kw)`, bias `(o,)`, result `(n, o, oh, ow)` with
    oh = h + 2 * padding - kh + 1, and ow alike. The dtype of x stays.

    Conventions, because books differ: the filter is not flipped (as in PyTorch; mathematicians call
    this a cross-correlation); `padding` zeros stand on all four sides.

    Raises `ValueError` when x and weight have different numbers of channels, when padding is
    negative, or when the filter does not fit into the padded image.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 9.1, equation 9.6.

    >>> conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), np.array([0.5]))[0, 0].tolist()
    [[4.5, 4.5], [4.5, 4.5]]
    """
    # Hint: loop over the places (i, j), or over the cells (a, b) of the filter.
    # YOUR CODE HERE
    raise NotImplementedError


class SimpleCNN:
    """A network in NumPy alone, for images `(n, 3, 32, 32)`.

    Convolutions to 32, 64 and 128 channels (3x3, padding 1), each with ReLU and 2x2 max pooling; a
    fully connected layer of 256 with ReLU; a fully connected layer of 10.

    Build it however you like; the tests make one with `from_state` only.
    """

    @classmethod
    def from_state(cls, arrays: Mapping[str, np.ndarray] | Sequence[np.ndarray]) -> "SimpleCNN":
        """The network with these arrays: weight and bias of each layer, in forward order.

        `arrays` is a list of ten arrays, or a dict whose values are those in that order; its keys do
        not matter. Convolution weights are `(o, c, 3, 3)`; the weight of a fully connected layer is
        `(out, in)`, as in PyTorch, so that the first one is `(256, 2048)`: channels, then rows, then
        columns, as `reshape` gives them.
        """
        # YOUR CODE HERE
        raise NotImplementedError

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The logits of each image: `(n, 3, 32, 32)` to `(n, 10)`. The dtype of x stays."""
        # YOUR CODE HERE
        raise NotImplementedError
