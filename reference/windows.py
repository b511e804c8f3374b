"""Where a window lies and what it shows: the part that all pooling has in common.

Windows are counted by `output_shape`; one that would reach past the padded image is left out.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch.nn.functional as F

from reference.output_size import Window, output_shape, pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jaxtyping import Float
    from torch import Tensor

Place = tuple[int, int, slice, slice]  # window (i, j) shows these rows and columns


def windows(
    x: Float[Tensor, "n c h w"],
    kernel_size: Window,
    stride: Window | None,
    padding: Window,
    border: float,
) -> Float[Tensor, "n c oh ow kh kw"]:
    """Every window of x inside a border of `padding` cells that hold `border`.

    Without a stride the windows stand side by side. `ValueError` when x has not four axes, a window
    does not fit, or padding is above half the window (a window could then show only padding).
    """
    require_axes(x, 4)
    stride = kernel_size if stride is None else stride
    output_shape(x.shape[2:], kernel_size, stride, padding)
    _require_half_padding(kernel_size, padding)
    (kh, kw), (sh, sw) = pair(kernel_size, "kernel_size"), pair(stride, "stride")
    ph, pw = pair(padding, "padding")
    padded = F.pad(x, (pw, pw, ph, ph), value=border)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw)


def places(shape: tuple[int, int], kernel_size: Window, stride: Window) -> Iterator[Place]:
    """Each window of an image of `shape` (height, width), row by row: its number and its cells."""
    oh, ow = output_shape(shape, kernel_size, stride)
    (kh, kw), (sh, sw) = pair(kernel_size, "kernel_size"), pair(stride, "stride")
    for i in range(oh):
        for j in range(ow):
            yield i, j, slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)


def require_axes(x: Tensor, axes: int) -> None:
    """`ValueError` unless x has this many axes."""
    if x.ndim != axes:
        raise ValueError(f"x has shape {tuple(x.shape)}; it must have {axes} axes")


def _require_half_padding(kernel_size: Window, padding: Window) -> None:
    for k, p in zip(pair(kernel_size, "kernel_size"), pair(padding, "padding"), strict=True):
        if 2 * p > k:
            raise ValueError(f"padding is {padding!r}; it must be at most half of {kernel_size!r}")
