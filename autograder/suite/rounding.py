"""How far a right answer may be from the expected one, by dtype and number of summands."""

from typing import Any

import numpy as np
import torch

SINGLE = float(np.finfo(np.float32).eps)
_MOST = 1e-3  # of the scale: what float32's rounding is taken to reach over any number of summands
_REAL = ("float16", "bfloat16", "float32", "float64")


def is_real(value: Any) -> bool:
    """Whether a tensor or an array holds floating numbers of a dtype that a course computes in."""
    return str(value.dtype).removeprefix("torch.") in _REAL


def tolerance(got: Any, expected: Any, summands: int) -> float:
    """What rounding in the coarser of both dtypes allows, float32 at the coarsest."""
    bound = summands * 32 * _eps(expected)
    if got.dtype == expected.dtype:
        return bound
    return max(bound, min(summands * 32 * min(_eps(got), SINGLE), _MOST))


def _eps(value: Any) -> float:
    if isinstance(value, torch.Tensor):
        has_eps = value.dtype.is_floating_point or value.dtype.is_complex
        return torch.finfo(value.dtype).eps if has_eps else 0.0
    return float(np.finfo(value.dtype).eps) if value.dtype.kind in "fc" else 0.0
