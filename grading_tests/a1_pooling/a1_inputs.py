"""Inputs of the hidden tests: seeded, small, and without two equal values unless a tie is meant.

Values are float32, the dtype a hand-in's own tensors have by default: whoever forgets the dtype
loses the test on dtypes (`DTYPES`), not all of them. Images are square unless a test is about rectangles.
"""

from functools import cache
from math import prod
from typing import Any

import numpy as np
import pytest
import torch

DTYPES = (torch.float32, torch.float64)  # each must stay as it is
POSITIVE, NEGATIVE, MIXED = (0.0, 1.0), (-1.0, 0.0), (-1.0, 1.0)


def images(
    *shape: int, span: tuple[float, float] = MIXED, dtype: torch.dtype = torch.float32
) -> torch.Tensor:
    """Distinct values inside `span`, shuffled; the same for the same shape."""
    low, high = span
    return (low + (high - low) * _shuffled(prod(shape))).to(dtype).reshape(shape)


@cache
def _shuffled(count: int) -> torch.Tensor:
    """So many distinct steps from 0 to 1; the half keeps the ends and 0 out."""
    order = torch.randperm(count, generator=torch.Generator().manual_seed(1000 + count))
    return (order.to(torch.float64) + 0.5) / count


def picture(h: int, w: int, span: tuple[float, float] = POSITIVE) -> np.ndarray:
    """One NumPy image `(h, w)` in float64, NumPy's own default."""
    return images(h, w, span=span, dtype=torch.float64).numpy()


def gradient_like(output: torch.Tensor) -> torch.Tensor:
    """A gradient for this output: distinct values, positive and negative."""
    return images(*output.shape, dtype=output.dtype).flip(-1) * 3


def case(id: str, shape: tuple[int, ...], kernel_size: Any, **window: Any) -> Any:
    """Images of one shape under one window; shuffled now, once for all hand-ins."""
    _shuffled(prod(shape))
    return pytest.param(shape, {"kernel_size": kernel_size, **window}, id=id)


BAD_WINDOWS = {  # padding above half the window is not asked for
    "x has not four axes": (images(3, 4, 4), 2),
    "the window does not fit": (images(1, 1, 4, 4), 5),
    "kernel_size is below 1": (images(1, 1, 4, 4), 0),
    "stride is below 1": (images(1, 1, 4, 4), 2, 0),
    "padding is below 0": (images(1, 1, 4, 4), 2, 2, -1),
}
SIDE_BY_SIDE = case("side_by_side", (1, 1, 6, 6), 2)
OVERLAPPING = case("overlapping", (4, 3, 5, 5), 3, stride=1)
STRIDED = case("strided", (1, 2, 7, 7), 3, stride=2)
APART = case("apart", (1, 1, 8, 8), 2, stride=3)
LEFTOVER = case("leftover", (2, 1, 5, 5), 2, stride=2)
LEFTOVER_OVERLAPPING = case("leftover_overlapping", (1, 1, 6, 6), 3, stride=2)
WIDE = case("wide", (1, 2, 5, 8), 2)
TALL = case("tall", (1, 1, 9, 5), 3, stride=2)
WINDOW_PAIR = case("window_pair", (2, 2, 6, 6), (2, 3))
STRIDE_PAIR = case("stride_pair", (2, 2, 7, 7), 3, stride=(1, 2))
PADDED = case("padded", (1, 1, 5, 5), 3, stride=2, padding=1)
PADDED_SIDE_BY_SIDE = case("padded_side_by_side", (4, 3, 6, 6), 2, padding=1)
PADDED_WIDE = case("padded_wide", (1, 1, 5, 8), 3, stride=2, padding=1)
PADDED_PAIR = case("padded_pair", (1, 2, 5, 5), 3, stride=1, padding=(1, 0))
