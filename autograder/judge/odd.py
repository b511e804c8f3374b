"""Targets that answer nonsense: a suite must call every one of them wrong, and never break on it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.targets import Answer, Local, Ref, Step, Value


def _reshaped(right: Any) -> Any:
    if isinstance(right, torch.Tensor):
        return right.reshape(-1, 1)
    return np.reshape(right, (-1, 1)) if isinstance(right, np.ndarray) else {"value": right}


def _spoiled(right: Any) -> Any:
    if isinstance(right, torch.Tensor):
        return torch.full(right.shape, float("nan"), dtype=torch.float64)
    if isinstance(right, np.ndarray):
        return np.full(right.shape, np.inf)
    if isinstance(right, dict):
        return {key: _spoiled(value) for key, value in right.items()}
    if isinstance(right, list | tuple):
        return [_spoiled(value) for value in right]
    return float("inf")


ODD_ANSWERS: dict[str, Callable[[Any], Any]] = {
    "none": lambda right: None,
    "text": lambda right: "no answer",
    "minus_one": lambda right: -1,
    "nan": lambda right: float("nan"),
    "nothing_in_a_tuple": lambda right: (),
    "empty_dict": lambda right: {},
    "an_object": lambda right: Ref(0, "object"),
    "scalar_tensor": lambda right: torch.tensor(float("nan"), dtype=torch.float64),
    "empty_tensor": lambda right: torch.empty(0, 3),
    "other_shape": _reshaped,
    "wrapped": lambda right: [right],
    "not_finite": _spoiled,
}


class OddTarget:
    """Answers as the reference would, made odd in one way. It leaves arguments unchanged."""

    def __init__(self, kind: str, reference: Local) -> None:
        self.odd, self.reference = ODD_ANSWERS[kind], reference

    def answer(self, step: Step) -> Answer:
        """The odd value; where the reference raises, the odd value of None."""
        if step.verb == "changes":
            return Value([])
        answer = self.reference.answer(step)
        return Value(self.odd(answer.value if isinstance(answer, Value) else None))
