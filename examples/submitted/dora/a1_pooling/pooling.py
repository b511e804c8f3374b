"""Pooling from first principles: the module you hand in for this assignment.

Images are tensors `(n, c, h, w)`: n images, c channels, h rows, w columns. A window argument is one
number for a square or a `(height, width)` pair. No function changes its inputs, and each keeps
their dtype and device. A bad argument raises `ValueError` that names the argument, the value it
received and the rule.

PyTorch's own pooling operators are not allowed here; everything else of PyTorch is.
"""

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

Window = int | tuple[int, int]


def pair(value: Window, name: str = "value") -> tuple[int, int]:
    """`value` as `(height, width)`. It is given to you, so that numbers and pairs cost no work.

    >>> pair(3), pair((2, 5))
    ((3, 3), (2, 5))
    """
    if not isinstance(value, (tuple, list)):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; it must be a number or a (height, width) pair")
    return value[0], value[1]


# Helpers that several of your functions share go here, if you want any.

# YOUR CODE HERE


def output_size(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """The number of windows along one axis: floor((n + 2 * padding - kernel_size) / stride) + 1.

    Sizes are counted in cells. The result is rounded down: cells at the far end that fill no whole
    window are left out. The result is an `int`.

    Raises `ValueError` when n, kernel_size or stride is below 1, when padding is below 0, or when
    the window does not fit into n + 2 * padding cells.

    Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016),
    chapters 2 and 3.

    >>> output_size(224, kernel_size=11, stride=4, padding=2)
    55
    """
    for name, value in {"n": n, "kernel_size": kernel_size, "stride": stride}.items():
        if value < 1:
            raise ValueError(f"{name} is {value}; it must be at least 1")
    if padding < 0:
        raise ValueError(f"padding is {padding}; it must be at least 0")
    total = n + 2 * padding
    if kernel_size > total:
        raise ValueError(f"kernel_size is {kernel_size}; it must be at most {total}")
    return (total - kernel_size) // stride + 1


def output_shape(
    shape: Window, kernel_size: Window, stride: Window = 1, padding: Window = 0
) -> tuple[int, int]:
    """The numbers of windows `(down, across)` on an image of `shape = (height, width)`.

    Each argument is one number for both axes or a `(height, width)` pair.

    Raises `ValueError` where `output_size` does on either axis.

    Source: as for `output_size`.

    >>> output_shape((6, 9), kernel_size=(2, 3), stride=2)
    (3, 4)
    """
    # Hint: pair() turns each argument into two numbers.
    h, w = pair(shape, "shape")
    kh, kw = pair(kernel_size, "kernel_size")
    sh, sw = pair(stride, "stride")
    ph, pw = pair(padding, "padding")
    return output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)


def max_pool_loops(image: np.ndarray, pool_size: Window = 2, stride: Window = 2) -> np.ndarray:
    """The largest value of each window of one NumPy image, written with loops.

    Shapes: image `(h, w)`, result `(oh, ow)` by the output-size formula without padding.

    Raises `ValueError` when image has not two axes, or where `output_shape` refuses the window.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 9.3.

    >>> max_pool_loops(np.array([[1.0, 3.0, 2.0, 4.0], [0.0, 2.0, 5.0, 6.0]])).tolist()
    [[3.0, 6.0]]
    """
    # Hint: window (i, j) starts at row i * stride and column j * stride.
    oh, ow = output_shape(image.shape, pool_size, stride)
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    out = np.zeros((oh, ow), dtype=image.dtype)
    for i in range(oh):
        for j in range(ow):
            window = image[i * sh : i * sh + kh, j * sw : j * sw + kw]
            out[i, j] = window.max()
    return out


def avg_pool_loops(image: np.ndarray, pool_size: Window = 2, stride: Window = 2) -> np.ndarray:
    """The mean of each window of one NumPy image, written with loops.

    Shapes: image `(h, w)`, result `(oh, ow)` by the output-size formula without padding. The mean
    of kh * kw cells is their sum divided by kh * kw. An image of whole numbers gives float64.

    Raises `ValueError` when image has not two axes, or where `output_shape` refuses the window.

    Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition" (1998), section II-B (there with a weight and a bias that are learned).

    >>> avg_pool_loops(np.array([[1.0, 3.0, 2.0, 4.0], [0.0, 2.0, 5.0, 6.0]])).tolist()
    [[1.5, 4.25]]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def max_pool2d(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """The largest value of each window, channel by channel; differentiable.

    Shapes: x `(n, c, h, w)`, floating point; result `(n, c, oh, ow)` by `output_shape`.
    Without a stride the windows stand side by side: stride = kernel_size.

    Conventions, because implementations differ: sizes are rounded down; a padded cell never wins,
    not even where all values are negative; where values tie, any of the tied cells may receive the
    gradient, whole or divided, so long as it adds up to the whole (PyTorch: the first in reading
    order).

    Raises `ValueError` when x has not four axes, where `output_shape` refuses the window, or when
    padding is more than half the window.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 9.3; overlapping
    windows: Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional
    neural networks" (2012), section 3.4.

    >>> max_pool2d(torch.tensor([[[[1.0, 3.0, 2.0, 4.0], [0.0, 2.0, 5.0, 6.0]]]]), 2).tolist()
    [[[[3.0, 6.0]]]]
    """
    # Hint: x.unfold(2, size, step) cuts axis 2 into windows and puts them on a new last axis.
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    if x.ndim != 4:
        raise ValueError(f"x has shape {tuple(x.shape)}; it must be (n, c, h, w)")
    output_shape(x.shape[2:], (kh, kw), (sh, sw), (ph, pw))
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding is {padding}; it must be at most half of {kernel_size}")
    x = F.pad(x, (pw, pw, ph, ph), value=float("-inf"))
    # (n, c, oh, ow, kh, kw)
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
    return windows.max(dim=-1).values.max(dim=-1).values


def avg_pool2d(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """The mean of each window, channel by channel; differentiable.

    Shapes: x `(n, c, h, w)`, floating point; result `(n, c, oh, ow)` by `output_shape`.
    Without a stride the windows stand side by side: stride = kernel_size.

    Conventions, because implementations differ: sizes are rounded down; a padded cell is 0. With
    count_include_pad the sum of each window is divided by kh * kw, without it by the number of its
    cells that lie inside the image.

    Raises `ValueError` when x has not four axes, where `output_shape` refuses the window, or when
    padding is more than half the window.

    Source: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition" (1998), section II-B.

    >>> avg_pool2d(torch.tensor([[[[1.0, 3.0, 2.0, 4.0], [0.0, 2.0, 5.0, 6.0]]]]), 2).tolist()
    [[[[1.5, 4.25]]]]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def global_avg_pool2d(x: Tensor) -> Tensor:
    """The mean of each channel over all its pixels; differentiable.

    Shapes: x `(n, c, h, w)`, floating point; result `(n, c)`, not `(n, c, 1, 1)`.

    Raises `ValueError` when x has not four axes or no pixels.

    Source: Lin, Chen and Yan, "Network in network" (2013), section 3.2.

    >>> global_avg_pool2d(torch.tensor([[[[1.0, 3.0], [0.0, 2.0]]]])).tolist()
    [[1.5]]
    """
    if x.ndim != 4 or x.shape[2] * x.shape[3] == 0:
        raise ValueError(f"x has shape {tuple(x.shape)}; it must be (n, c, h, w) with pixels")
    return x.mean(dim=-1).mean(dim=-1)


def max_pool2d_backward(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """The gradient of the loss with respect to x for `max_pool2d`, by hand: no autograd.

    Shapes: grad_output `(n, c, oh, ow)`, the gradient with respect to the output; x and the result
    `(n, c, h, w)`.

    Each window hands its gradient to the cell that won it; a cell that wins several overlapping
    windows receives the sum. Where values tie: as in `max_pool2d`.

    Raises `ValueError` where `max_pool2d` does, or when grad_output has not the output's shape.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 6.5 and 9.3.

    >>> x = torch.tensor([[[[1.0, 3.0, 2.0, 4.0], [0.0, 2.0, 5.0, 6.0]]]])
    >>> max_pool2d_backward(torch.tensor([[[[10.0, 20.0]]]]), x, 2).tolist()
    [[[[0.0, 10.0, 0.0, 0.0], [0.0, 0.0, 0.0, 20.0]]]]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def avg_pool2d_backward(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """The gradient of the loss with respect to x for `avg_pool2d`, by hand: no autograd.

    Shapes: grad_output `(n, c, oh, ow)`, the gradient with respect to the output; x and the result
    `(n, c, h, w)`. Of x only the shape matters. Padded cells count (count_include_pad=True).

    Each window hands 1 / (kh * kw) of its gradient to each of its cells; shares of overlapping
    windows add up, and what falls on the padding is dropped.

    Raises `ValueError` where `avg_pool2d` does, or when grad_output has not the output's shape.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 6.5 and 9.3.

    >>> x = torch.zeros(1, 1, 2, 4)
    >>> avg_pool2d_backward(torch.tensor([[[[4.0, 8.0]]]]), x, 2).tolist()
    [[[[1.0, 1.0, 2.0, 2.0], [1.0, 1.0, 2.0, 2.0]]]]
    """
    # YOUR CODE HERE
    raise NotImplementedError


def channel_max_pool(x: Tensor, group_size: int) -> Tensor:
    """The largest value over each group of consecutive channels, pixel by pixel; differentiable.

    Shapes: x `(n, c, h, w)`; result `(n, c // group_size, h, w)`. Group g holds the channels
    g * group_size to (g + 1) * group_size - 1.

    Raises `ValueError` when x has not four axes, when group_size is below 1, or when c is no
    multiple of group_size.

    Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio, "Maxout networks" (2013),
    section 3.

    >>> channel_max_pool(torch.tensor([1.0, 5.0, 2.0, 0.0]).reshape(1, 4, 1, 1), 2).flatten()
    tensor([5., 2.])
    """
    # YOUR CODE HERE
    raise NotImplementedError


def compare_pooling(x: Tensor, kernel_size: Window = 2) -> dict[str, Tensor]:
    """Both poolings of the same images, and max minus average.

    Shapes: x `(n, c, h, w)`; each of "max", "avg" and "difference" is `(n, c, oh, ow)`. Windows
    stand side by side, without padding. "difference" is never negative: no mean is above the
    maximum.

    Raises `ValueError` where `max_pool2d` does.

    Source: Boureau, Ponce and LeCun, "A theoretical analysis of feature pooling in visual
    recognition" (2010).

    >>> compare_pooling(torch.tensor([[[[1.0, 3.0], [0.0, 2.0]]]]))["difference"].item()
    1.5
    """
    # YOUR CODE HERE
    raise NotImplementedError


def shift_agreement(pool: Callable[[Tensor], Tensor], x: Tensor, shift: int) -> float:
    """The fraction of pooled cells that stay equal when x moves `shift` columns to the right.

    `pool` is any function from images `(n, c, h, w)` to pooled images. Columns that leave on the
    right come back on the left. A cell counts as equal when its value differs by no more than
    rounding in its dtype. The result is a Python float from 0 to 1.

    Source: Zhang, "Making convolutional networks shift-invariant again" (2019), section 3.

    >>> dot = torch.zeros(1, 1, 1, 4)
    >>> dot[..., 0] = 1.0
    >>> shift_agreement(lambda x: x[..., ::2], dot, shift=2)
    0.0
    """
    # Hint: torch.roll moves the columns.
    # YOUR CODE HERE
    raise NotImplementedError
