"""Targets that answer nonsense: a suite must call every one of them wrong, and never break on it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.diagnose import agree
from autograder.errors import CheckFailure
from autograder.protocol.steps import Answer, Step, Value
from autograder.protocol.wire import Ref
from autograder.suite.checks import assert_close, number
from autograder.worker.answering import Local, tool_of

Odd = Callable[[Any], Any]  # the right data -> the odd one
FROM_OBJECTS = "_from_objects"  # at the end of a kind: what objects are made of stays right
_HUGE = 10**400  # no float


def _is_array(value: Any) -> bool:
    return isinstance(value, torch.Tensor | np.ndarray)


def _reshaped(right: Any) -> Any:
    if not _is_array(right):
        return {"value": right}
    column = right.reshape(-1, 1)
    return column.reshape(1, -1) if column.shape == right.shape else column


def _leaves(array: Odd, number: Odd) -> Odd:
    """The same containers with every array and every other leaf replaced."""

    def odd(right: Any) -> Any:
        if isinstance(right, dict):
            return {key: odd(value) for key, value in right.items()}
        if isinstance(right, list | tuple):
            return [odd(value) for value in right]
        return array(right) if _is_array(right) else number(right)

    return odd


def _filled(value: Any, dtype: torch.dtype) -> Odd:
    """Arrays of the right shape that hold one value; a number becomes a tensor of none."""

    def array(right: Any) -> Any:
        odd = torch.full(tuple(right.shape), value, dtype=dtype)
        return odd if isinstance(right, torch.Tensor) or dtype == torch.bfloat16 else odd.numpy()

    return _leaves(array, lambda right: torch.full((), value, dtype=dtype))


def _numbers(value: Any, dtype: torch.dtype, number: Any = None) -> Odd:
    """As `_filled`, but numbers stay Python's."""
    plain = value if number is None else number
    return _leaves(_filled(value, dtype), lambda right: plain)


def _everywhere(value: Any) -> Odd:
    return _leaves(lambda right: value, lambda right: value)


def _longer(right: Any) -> Any:
    if _is_array(right) and right.ndim:
        joined = torch.cat if isinstance(right, torch.Tensor) else np.concatenate
        return joined([right, right])
    return [*right, *right] if isinstance(right, list | tuple) else [right, right]


def _shorter(right: Any) -> Any:
    if isinstance(right, list | tuple) or (_is_array(right) and right.ndim):
        return right[:-1]
    return {key: _shorter(value) for key, value in right.items()} if isinstance(right, dict) else []


ODD_ANSWERS: dict[str, Odd] = {
    "none": lambda right: None,
    "text": lambda right: "no answer",
    "empty_text": lambda right: "",
    "bytes": lambda right: b"\xff\x00",
    "minus_one": lambda right: -1,
    "nan": lambda right: float("nan"),
    "nothing_in_a_tuple": lambda right: (),
    "empty_dict": lambda right: {},
    "other_keys": lambda right: {None: right, 1.5: right, True: right, "": right},
    "an_object": lambda right: Ref(0, "object"),
    "scalar_tensor": lambda right: torch.tensor(float("nan"), dtype=torch.float64),
    "empty_tensor": lambda right: torch.empty(0, 3),
    "other_shape": _reshaped,
    "wrapped": lambda right: [right],
    "deep": lambda right: [[[[{"value": (right,)}]]]],
    "longer": _longer,
    "shorter": _shorter,
    "not_finite": _leaves(
        lambda right: _filled(
            float("nan") if isinstance(right, torch.Tensor) else float("inf"), torch.float64
        )(right),
        lambda right: float("inf"),
    ),
    "complex": _filled(1 + 1j, torch.complex128),
    "integer": _numbers(7_007, torch.int64),
    "boolean": _numbers(True, torch.bool),
    "half": _filled(300.0, torch.float16),
    "bfloat16": _filled(300.0, torch.bfloat16),
    "negative": _numbers(-1e3, torch.float64),
    "zero": _numbers(0.0, torch.float64),
    "underflowing": _numbers(1e-320, torch.float64),
    "huge": _numbers(1e308, torch.float64),
    "huge_integer": _numbers(2**62, torch.int64, _HUGE),
    "none_inside": _everywhere(None),
    "text_inside": _everywhere("no number"),
    "objects_inside": _everywhere(Ref(0, "object")),
}


class OddTarget:
    """Answers as the reference would, made odd in one way. It leaves arguments unchanged."""

    def __init__(self, kind: str, reference: Local) -> None:
        self.odd, self.reference = ODD_ANSWERS[kind.removesuffix(FROM_OBJECTS)], reference
        self.objects_stay = kind.endswith(FROM_OBJECTS)

    def answer(self, step: Step) -> Answer:
        """The odd value, never a right one; where the reference raises, the odd value of None."""
        if step.verb == "changes":
            return Value([])
        answer = self.reference.answer(step)
        right = answer.value if isinstance(answer, Value) else None
        if self.objects_stay and (isinstance(right, Ref) or tool_of(step)):
            return answer
        odd = Value(self.odd(right))
        taken = isinstance(answer, Value) and _is_taken_for(odd.value, right)
        return Value([odd.value]) if taken or agree(odd, answer) else odd


def _is_taken_for(odd: Any, right: Any) -> bool:
    """Whether a check would take this for the right answer: as data, or as the one number in it."""
    for read in (_unread, number):
        try:
            assert_close(read(odd), read(right))
        except CheckFailure:
            continue
        return True
    return False


def _unread(value: Any) -> Any:
    return value
