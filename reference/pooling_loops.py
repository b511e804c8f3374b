"""Pooling of one NumPy image with explicit loops, as the definition reads.

Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 9.3.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reference.output_size import Window, output_shape
from reference.windows import places

if TYPE_CHECKING:
    from jaxtyping import Float, Real


def max_pool_loops(
    image: Float[np.ndarray, "h w"], pool_size: Window = 2, stride: Window = 2
) -> Float[np.ndarray, "oh ow"]:
    """The largest value of each window; `ValueError` where no window fits."""
    pooled = _empty(image, pool_size, stride)
    for i, j, rows, columns in places(_shape(image), pool_size, stride):
        pooled[i, j] = image[rows, columns].max()
    return pooled


def avg_pool_loops(
    image: Real[np.ndarray, "h w"], pool_size: Window = 2, stride: Window = 2
) -> Float[np.ndarray, "oh ow"]:
    """The mean of each window, of whole numbers in float64; `ValueError` where no window fits."""
    means = image.dtype if image.dtype.kind == "f" else np.float64
    pooled = _empty(image, pool_size, stride).astype(means)
    for i, j, rows, columns in places(_shape(image), pool_size, stride):
        pooled[i, j] = image[rows, columns].mean()
    return pooled


def _empty(image: np.ndarray, pool_size: Window, stride: Window) -> np.ndarray:
    return np.empty(output_shape(_shape(image), pool_size, stride), dtype=image.dtype)


def _shape(image: np.ndarray) -> tuple[int, int]:
    if image.ndim != 2:
        raise ValueError(f"image has shape {image.shape}; it must be (h, w)")
    return image.shape[0], image.shape[1]
