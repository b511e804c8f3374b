"""Pooling: all that assignment a1 asks for, under the names it asks for.

Images are `(n, c, h, w)`. Nothing changes its inputs; dtype and device stay.
Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 9.3.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from reference.output_size import Window, output_shape, output_size
from reference.pooling_backward import avg_pool2d_backward, max_pool2d_backward
from reference.pooling_loops import avg_pool_loops, max_pool_loops
from reference.windows import require_axes, windows

if TYPE_CHECKING:
    from collections.abc import Callable

    from jaxtyping import Float
    from torch import Tensor

__all__ = [
    "avg_pool2d",
    "avg_pool2d_backward",
    "avg_pool_loops",
    "channel_max_pool",
    "compare_pooling",
    "global_avg_pool2d",
    "max_pool2d",
    "max_pool2d_backward",
    "max_pool_loops",
    "output_shape",
    "output_size",
    "shift_agreement",
]


def max_pool2d(
    x: Float[Tensor, "n c h w"],
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Float[Tensor, "n c oh ow"]:
    """The largest value of each window; without a stride the windows stand side by side.

    `ValueError` when a window does not fit or padding is above half the window.
    Source of overlapping windows: Krizhevsky, Sutskever and Hinton, "ImageNet classification with
    deep convolutional neural networks" (2012), section 3.4.
    """
    # -inf, so that a padded cell never wins
    return windows(x, kernel_size, stride, padding, border=-torch.inf).amax(dim=(-2, -1))


def avg_pool2d(
    x: Float[Tensor, "n c h w"],
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Float[Tensor, "n c oh ow"]:
    """The mean of each window; padded cells are zeros, and count unless `count_include_pad` is off.

    `ValueError` when a window does not fit or padding is above half the window.
    """
    sums = windows(x, kernel_size, stride, padding, border=0.0).sum(dim=(-2, -1))
    border_value = 1.0 if count_include_pad else 0.0
    counts = windows(torch.ones_like(x), kernel_size, stride, padding, border=border_value)
    return sums / counts.sum(dim=(-2, -1))


def global_avg_pool2d(x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c"]:
    """The mean of each channel over all its cells; `ValueError` when x has not four axes.

    Source: Lin, Chen and Yan, "Network in network" (2013), section 3.2.
    """
    require_axes(x, 4)
    return x.mean(dim=(2, 3))


def channel_max_pool(x: Float[Tensor, "n c h w"], group_size: int) -> Float[Tensor, "n groups h w"]:
    """The largest value of each group of consecutive channels, cell by cell.

    `ValueError` when group_size is below 1 or c is no multiple of it.
    Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio, "Maxout networks" (2013),
    section 3.
    """
    require_axes(x, 4)
    if group_size < 1 or x.shape[1] % group_size:
        raise ValueError(f"group_size is {group_size}; it must divide the {x.shape[1]} channels")
    groups = x.split(group_size, dim=1)  # each (n, group_size, h, w)
    return torch.stack([group.amax(dim=1) for group in groups], dim=1)


def compare_pooling(
    x: Float[Tensor, "n c h w"], kernel_size: Window = 2
) -> dict[str, Float[Tensor, "n c oh ow"]]:
    """Maximum and average of the same windows, side by side, and maximum minus average.

    `ValueError` when a window does not fit.
    Source: Boureau, Ponce and LeCun, "A theoretical analysis of feature pooling in visual
    recognition" (2010).
    """
    largest, average = max_pool2d(x, kernel_size), avg_pool2d(x, kernel_size)
    return {"max": largest, "avg": average, "difference": largest - average}


def shift_agreement(
    pool: Callable[[Tensor], Tensor], x: Float[Tensor, "n c h w"], shift: int
) -> float:
    """The fraction of pooled cells that stay equal when x is rolled `shift` columns to the right.

    Equal means: apart by no more than rounding in the dtype.
    Source: Zhang, "Making convolutional networks shift-invariant again" (2019), section 3.
    """
    before, after = pool(x), pool(x.roll(shift, dims=-1))
    rounding = 32 * torch.finfo(before.dtype).eps
    return torch.isclose(before, after, rtol=rounding, atol=rounding).double().mean().item()
