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

### BEGIN SOLUTION


def conv_relu(in_channels: int, out_channels: int) -> list[nn.Module]:
    """A 3x3 convolution that keeps height and width, and ReLU."""
    return [nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1), nn.ReLU()]


def conv_bn_relu(in_channels: int, out_channels: int, stride: int = 1) -> list[nn.Module]:
    """A 3x3 convolution without bias, batch normalisation, ReLU."""
    conv = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1, bias=False)
    return [conv, nn.BatchNorm2d(out_channels), nn.ReLU()]


def vgg(convolutions: Sequence[int], num_classes: int) -> nn.Sequential:
    """VGG with so many convolutions in its five blocks."""
    widths = (3, 64, 128, 256, 512, 512)
    blocks = [VGGBlock(*row) for row in zip(widths, widths[1:], convolutions, strict=False)]
    return nn.Sequential(
        *blocks,
        nn.Flatten(),
        nn.Linear(512 * 7 * 7, 4096),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(4096, 4096),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(4096, num_classes),
    )


class Residual(nn.Module):
    """Two convolutions and a shortcut, which is a 1x1 convolution where the shape changes."""

    def __init__(self, in_channels: int, out_channels: int, stride: int) -> None:
        super().__init__()
        first = conv_bn_relu(in_channels, out_channels, stride)
        second = conv_bn_relu(out_channels, out_channels)[:2]
        self.body = nn.Sequential(*first, *second)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False),
                nn.BatchNorm2d(out_channels),
            )

    def forward(self, x: Tensor) -> Tensor:
        """relu(F(x) + x)."""
        return torch.relu(self.body(x) + self.shortcut(x))


def relu_and_pool(x: np.ndarray) -> np.ndarray:
    """ReLU, then the largest value of each 2x2 window."""
    n, c, h, w = x.shape
    return np.maximum(x, 0).reshape(n, c, h // 2, 2, w // 2, 2).max(axis=(3, 5))


### END SOLUTION


def count_parameters(model: nn.Module, trainable_only: bool = False) -> int:
    """How many numbers the parameters of `model` hold, as an `int`.

    A tensor that two layers share counts once. Buffers, such as the running mean of batch
    normalisation, are no parameters. With trainable_only, parameters that require no gradient are
    left out.

    >>> count_parameters(nn.Linear(84, 10))
    850
    """
    ### BEGIN SOLUTION
    counted = (p for p in model.parameters() if p.requires_grad or not trainable_only)
    return sum(parameter.numel() for parameter in counted)
    ### END SOLUTION


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
        ### BEGIN SOLUTION
        super().__init__()
        side = ((image_size - 4) // 2 - 4) // 2
        self.conv1 = nn.Conv2d(in_channels, 6, kernel_size=5)
        self.conv2 = nn.Conv2d(6, 16, kernel_size=5)
        self.pool = nn.AvgPool2d(2)
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, num_classes)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, in_channels, h, w)` to `(n, num_classes)`."""
        ### BEGIN SOLUTION
        x = self.pool(torch.tanh(self.conv1(x)))
        x = self.pool(torch.tanh(self.conv2(x)))
        x = torch.tanh(self.fc1(x.flatten(1)))
        x = torch.tanh(self.fc2(x))
        return self.fc3(x)
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 96, kernel_size=11, stride=4, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(96, 256, kernel_size=5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(3, stride=2),
            *conv_relu(256, 384),
            *conv_relu(384, 384),
            *conv_relu(384, 256),
            nn.MaxPool2d(3, stride=2),
        )
        self.classifier = nn.Sequential(
            nn.Dropout(0.5),
            nn.Linear(256 * 6 * 6, 4096),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Linear(4096, num_classes),
        )
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, h, w)` to `(n, num_classes)`."""
        ### BEGIN SOLUTION
        return self.classifier(self.features(x).flatten(1))
        ### END SOLUTION


class VGGBlock(nn.Module):
    """`num_convs` times a 3x3 convolution with padding 1 and bias, and ReLU; then 2x2 max pooling.

    The first convolution goes from in_channels to out_channels, the others keep out_channels.

    Source: Simonyan and Zisserman, "Very deep convolutional networks for large-scale image
    recognition" (2015), section 2.1.

    >>> VGGBlock(3, 8, num_convs=2)(torch.zeros(1, 3, 10, 6)).shape
    torch.Size([1, 8, 5, 3])
    """

    def __init__(self, in_channels: int, out_channels: int, num_convs: int) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        layers = conv_relu(in_channels, out_channels)
        for _ in range(num_convs - 1):
            layers += conv_relu(out_channels, out_channels)
        self.layers = nn.Sequential(*layers, nn.MaxPool2d(2))
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Maps `(n, in_channels, h, w)` to `(n, out_channels, h // 2, w // 2)`."""
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION


class VGG16(nn.Module):
    """VGG-16 for images `(n, 3, 224, 224)`: 138,357,544 parameters.

    Five blocks with 2, 2, 3, 3, 3 convolutions to 64, 128, 256, 512, 512 channels; then fully
    connected layers of 4096, 4096 (both with ReLU) and num_classes. Dropout on the hidden fully
    connected layers, as in the paper, is up to you.

    Source: Simonyan and Zisserman (2015), table 1, column D.
    """

    def __init__(self, num_classes: int = 1000) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self.layers = vgg((2, 2, 3, 3, 3), num_classes)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, 224, 224)` to `(n, num_classes)`."""
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION


class VGG19(nn.Module):
    """VGG-19: as VGG-16, but with 4 convolutions in each of the last three blocks.

    The default has 143,667,240 parameters.

    Source: Simonyan and Zisserman (2015), table 1, column E.
    """

    def __init__(self, num_classes: int = 1000) -> None:
        ### BEGIN SOLUTION
        super().__init__()
        self.layers = vgg((2, 2, 4, 4, 4), num_classes)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, 224, 224)` to `(n, num_classes)`."""
        ### BEGIN SOLUTION
        return self.layers(x)
        ### END SOLUTION


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
        ### BEGIN SOLUTION
        super().__init__()
        self.features = nn.Sequential(
            *conv_bn_relu(3, 64),
            Residual(64, 64, stride=1),
            Residual(64, 64, stride=1),
            Residual(64, 128, stride=2),
            Residual(128, 128, stride=1),
            Residual(128, 256, stride=2),
            Residual(256, 256, stride=1),
        )
        self.fc = nn.Linear(256, num_classes)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, h, w)` to `(n, num_classes)`."""
        ### BEGIN SOLUTION
        return self.fc(self.features(x).mean(dim=(2, 3)))
        ### END SOLUTION


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
    ### BEGIN SOLUTION
    rows = []
    names = {layer: name for name, layer in model.named_modules()}
    modes = {layer: layer.training for layer in names}

    def note(layer: nn.Module, _inputs: tuple, output: Tensor) -> None:
        rows.append((names[layer], tuple(output.shape), count_parameters(layer)))

    hooks = [layer.register_forward_hook(note) for layer in names if not list(layer.children())]
    try:
        with torch.set_grad_enabled(False):
            model.eval()(torch.zeros(input_shape))
    finally:
        for hook in hooks:
            hook.remove()
        for layer, training in modes.items():
            layer.training = training
    return rows
    ### END SOLUTION


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
        ### BEGIN SOLUTION
        super().__init__()
        self.features = nn.Sequential(
            *conv_bn_relu(3, 64),
            nn.MaxPool2d(2),
            *conv_bn_relu(64, 128),
            nn.MaxPool2d(2),
            *conv_bn_relu(128, 256),
            *conv_bn_relu(256, 256),
            nn.MaxPool2d(2),
            *conv_bn_relu(256, 512),
            *conv_bn_relu(512, 512),
        )
        self.dropout = nn.Dropout(0.5)
        self.fc = nn.Linear(512, num_classes)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """The logits of each image: `(n, 3, h, w)` to `(n, num_classes)`."""
        ### BEGIN SOLUTION
        return self.fc(self.dropout(self.features(x).mean(dim=(2, 3))))
        ### END SOLUTION


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
    ### BEGIN SOLUTION
    if x.shape[1] != weight.shape[1]:
        raise ValueError(f"weight has {weight.shape[1]} channels; it must have x's {x.shape[1]}")
    if padding < 0:
        raise ValueError(f"padding is {padding}; it must be at least 0")
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kh, kw = weight.shape[2:]
    oh, ow = padded.shape[2] - kh + 1, padded.shape[3] - kw + 1
    if oh < 1 or ow < 1:
        raise ValueError(f"weight is {kh}x{kw}; it must fit into {padded.shape[2:]}")
    y = np.zeros((x.shape[0], weight.shape[0], oh, ow), dtype=x.dtype)
    for i in range(oh):
        for j in range(ow):
            patch = padded[:, :, i : i + kh, j : j + kw]
            y[:, :, i, j] = np.tensordot(patch, weight, axes=((1, 2, 3), (1, 2, 3))) + bias
    return y
    ### END SOLUTION


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
        ### BEGIN SOLUTION
        net = cls()
        net.arrays = list(arrays.values()) if hasattr(arrays, "values") else list(arrays)
        return net
        ### END SOLUTION

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The logits of each image: `(n, 3, 32, 32)` to `(n, 10)`. The dtype of x stays."""
        ### BEGIN SOLUTION
        w1, b1, w2, b2, w3, b3, w4, b4, w5, b5 = self.arrays
        for weight, bias in ((w1, b1), (w2, b2), (w3, b3)):
            x = relu_and_pool(conv2d(x, weight, bias, padding=1))
        x = np.maximum(x.reshape(len(x), -1) @ w4.T + b4, 0)
        return x @ w5.T + b5
        ### END SOLUTION
