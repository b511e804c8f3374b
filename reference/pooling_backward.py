"""Gradients of pooling with respect to its input, by hand: window by window, no autograd.

Overlapping windows add up; what falls on the padding is dropped.
Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 6.5 and 9.3.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from reference.output_size import Window, pair
from reference.windows import places, windows

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


def max_pool2d_backward(
    grad_output: Float[Tensor, "n c oh ow"],
    x: Float[Tensor, "n c h w"],
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Float[Tensor, "n c h w"]:
    """Each window's gradient goes to its largest cell, of tied cells the first in reading order.

    `ValueError` where `max_pool2d` raises it, or when grad_output has not the output's shape.
    """
    patches = windows(x, kernel_size, stride, padding, border=-torch.inf)
    cells = patches.flatten(-2)
    winners = torch.zeros_like(cells).scatter(-1, cells.argmax(-1, keepdim=True), 1.0)
    return spread(grad_output, winners.reshape(patches.shape), x, stride, padding)


def avg_pool2d_backward(
    grad_output: Float[Tensor, "n c oh ow"],
    x: Float[Tensor, "n c h w"],
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Float[Tensor, "n c h w"]:
    """Each window's gradient is shared equally by its kh * kw cells, padded cells included.

    `ValueError` where `avg_pool2d` raises it, or when grad_output has not the output's shape.
    """
    patches = windows(x, kernel_size, stride, padding, border=0.0)
    kh, kw = patches.shape[-2:]
    return spread(grad_output, torch.full_like(patches, 1 / (kh * kw)), x, stride, padding)


def spread(
    grad_output: Float[Tensor, "n c oh ow"],
    shares: Float[Tensor, "n c oh ow kh kw"],
    x: Float[Tensor, "n c h w"],
    stride: Window | None,
    padding: Window,
) -> Float[Tensor, "n c h w"]:
    """The gradient of x when each cell of a window gets its share of the window's gradient."""
    _require_shape(grad_output, tuple(shares.shape[:4]))
    kernel_size = tuple(shares.shape[-2:])
    (n, c, h, w), (ph, pw) = x.shape, pair(padding, "padding")
    total = x.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    steps = kernel_size if stride is None else stride
    for i, j, rows, columns in places((h + 2 * ph, w + 2 * pw), kernel_size, steps):
        total[:, :, rows, columns] += grad_output[:, :, i, j, None, None] * shares[:, :, i, j]
    return total[:, :, ph : ph + h, pw : pw + w]


def _require_shape(grad_output: Tensor, shape: tuple[int, ...]) -> None:
    if tuple(grad_output.shape) != shape:
        grad_shape = tuple(grad_output.shape)
        raise ValueError(f"grad_output has shape {grad_shape}; it must be the output's, {shape}")
