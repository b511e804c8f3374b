"""When two random answers show the same mistake although their masks differ.

Masks are compared by what they have in common: how survivors are scaled, how many values are
dropped, and along which axes the same places are dropped.
"""

import math
from typing import Any

import torch
from torch import Tensor

LARGE = 500  # values; smaller answers of this suite are not random, and are compared exactly
ENOUGH = 20  # values that do not agree by chance
DEVIATIONS = 5.5  # how far apart two shares of zeros may be


def same_statistics(a: Any, b: Any) -> bool:
    """Whether two answers are the same, but for which values were drawn."""
    if type(a) is not type(b):
        return False
    if isinstance(a, Tensor):
        return _same_mask(a, b)
    if isinstance(a, dict):
        same = a.keys() == b.keys() and all(same_statistics(a[key], b[key]) for key in a)
        return same and _passes_gradients(a) == _passes_gradients(b)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same_statistics, a, b))
    if isinstance(a, bool | int | float | str | None):
        return a == b
    return True  # two objects: what they do is asked by the next steps


def _same_mask(a: Tensor, b: Tensor) -> bool:
    if (a.dtype, a.shape) != (b.dtype, b.shape):
        return False
    if _near(a, b):
        return True
    if a.numel() < LARGE or a.isfinite().all() != b.isfinite().all():
        return False
    survive = (a != 0) & (b != 0)
    if not _near(a[survive], b[survive]):
        return False
    return _patterns(a) == _patterns(b) and _similar_share(_distinct(a) == 0, _distinct(b) == 0)


def _near(a: Tensor, b: Tensor) -> bool:
    if not a.dtype.is_floating_point:
        return torch.equal(a, b)
    eps = 1e3 * torch.finfo(a.dtype).eps
    return torch.allclose(a, b, rtol=eps, atol=eps, equal_nan=True)


def _patterns(a: Tensor) -> tuple[list[bool], bool]:
    """The axes along which all slices share a mask; whether all slices have as many zeros."""
    counts = (a == 0).flatten(1).sum(dim=1) if a.ndim > 1 else (a == 0).sum().reshape(1)
    return _reduced(a)[0], len(counts.unique()) == 1


def _distinct(a: Tensor) -> Tensor:
    """The values without what is a copy of others along some axis."""
    return _reduced(a)[1]


def _reduced(a: Tensor) -> tuple[list[bool], Tensor]:
    """For each axis whether its slices share a mask, and one slice of each axis that does."""
    found = []
    for axis in range(a.ndim):
        zeros = a == 0
        enough = a.numel() >= ENOUGH  # fewer may agree by chance
        found.append(enough and bool((zeros == zeros.narrow(axis, 0, 1)).all()))
        a = a.narrow(axis, 0, 1) if found[-1] else a
    return found, a


def _similar_share(a: Tensor, b: Tensor) -> bool:
    one, other = a.double().mean().item(), b.double().mean().item()
    both = (one + other) / 2
    deviation = math.sqrt(2 * both * (1 - both) / max(1, a.numel()))
    return abs(one - other) <= DEVIATIONS * deviation


def _passes_gradients(found: dict) -> bool | None:
    """Whether gradients are 0 just where the output is; None where none were asked for."""
    output, args = found.get("output"), found.get("args")
    gradient = args[0] if isinstance(args, list | tuple) and args else None
    if not isinstance(output, Tensor) or not isinstance(gradient, Tensor):
        return None
    return output.shape == gradient.shape and torch.equal(output == 0, gradient == 0)
