"""Whether two answers are the same for a reader: equal data within rounding, or the same error."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.protocol.steps import Answer, Raised, Value
from autograder.protocol.wire import Ref, array_of

_SINGLE = float(np.finfo(np.float32).eps)  # a Python float may be a float32 that `item` has read

Alike = Callable[[Any, Any], bool]  # the student's data and the mistake's -> the same mistake?


def agree(a: Answer, b: Answer, alike: Alike | None = None) -> bool:
    """Whether two answers are the same for a reader: same data within rounding, same error."""
    if isinstance(a, Raised) and isinstance(b, Raised):
        return a.kind == b.kind and ("ValueError" in a.bases) == ("ValueError" in b.bases)
    if isinstance(a, Value) and isinstance(b, Value):
        return (alike or _alike)(a.value, b.value)
    return False


def _alike(a: Any, b: Any) -> bool:
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        return a.dtype == b.dtype and _near(array_of(a), array_of(b))
    if isinstance(a, np.ndarray | np.generic) and isinstance(b, np.ndarray | np.generic):
        return a.dtype == b.dtype and _near(np.asarray(a), np.asarray(b))
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_alike, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_alike(a[key], b[key]) for key in a)
    if isinstance(a, Ref) and isinstance(b, Ref):
        return True
    if type(a) is float and type(b) is float:
        return _near(np.asarray(a), np.asarray(b), _SINGLE)
    return type(a) is type(b) and a == b


def _near(a: np.ndarray, b: np.ndarray, least: float = 0.0) -> bool:
    if a.shape != b.shape:
        return False
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    # well above rounding, well below any mistake
    eps = 1e3 * max(least, float(np.finfo(a.dtype).eps))
    return bool(np.allclose(a, b, rtol=eps, atol=eps, equal_nan=True))
