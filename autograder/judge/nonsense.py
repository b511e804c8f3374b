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


def _reshaped(answer: Any) -> Any:
    if not _is_array(answer):
        return {"value": answer}
    column = answer.reshape(-1, 1)
    return column.reshape(1, -1) if column.shape == answer.shape else column


def _leaves(array: Odd, number: Odd) -> Odd:
    """The same containers with every array and every other leaf replaced."""

    def replaced(answer: Any) -> Any:
        if isinstance(answer, dict):
            return {key: replaced(value) for key, value in answer.items()}
        if isinstance(answer, list | tuple):
            return [replaced(value) for value in answer]
        return array(answer) if _is_array(answer) else number(answer)

    return replaced


def _filled(value: Any, dtype: torch.dtype) -> Odd:
    """Arrays of the right shape that hold one value; a number becomes a tensor of none."""

    def array(answer: Any) -> Any:
        full = torch.full(tuple(answer.shape), value, dtype=dtype)
        return full if isinstance(answer, torch.Tensor) or dtype == torch.bfloat16 else full.numpy()

    return _leaves(array, lambda answer: torch.full((), value, dtype=dtype))


def _numbers(value: Any, dtype: torch.dtype, number: Any = None) -> Odd:
    """As `_filled`, but numbers stay Python's."""
    replacement = value if number is None else number
    return _leaves(_filled(value, dtype), lambda answer: replacement)


def _everywhere(value: Any) -> Odd:
    return _leaves(lambda answer: value, lambda answer: value)


def _longer(answer: Any) -> Any:
    if _is_array(answer) and answer.ndim:
        concatenate = torch.cat if isinstance(answer, torch.Tensor) else np.concatenate
        return concatenate([answer, answer])
    return [*answer, *answer] if isinstance(answer, list | tuple) else [answer, answer]


def _shorter(answer: Any) -> Any:
    if isinstance(answer, list | tuple) or (_is_array(answer) and answer.ndim):
        return answer[:-1]
    return (
        {key: _shorter(value) for key, value in answer.items()} if isinstance(answer, dict) else []
    )


ODD_ANSWERS: dict[str, Odd] = {
    "none": lambda answer: None,
    "text": lambda answer: "no answer",
    "empty_text": lambda answer: "",
    "bytes": lambda answer: b"\xff\x00",
    "minus_one": lambda answer: -1,
    "nan": lambda answer: float("nan"),
    "nothing_in_a_tuple": lambda answer: (),
    "empty_dict": lambda answer: {},
    "other_keys": lambda answer: {None: answer, 1.5: answer, True: answer, "": answer},
    "an_object": lambda answer: Ref(0, "object"),
    "scalar_tensor": lambda answer: torch.tensor(float("nan"), dtype=torch.float64),
    "empty_tensor": lambda answer: torch.empty(0, 3),
    "other_shape": _reshaped,
    "wrapped": lambda answer: [answer],
    "deep": lambda answer: [[[[{"value": (answer,)}]]]],
    "longer": _longer,
    "shorter": _shorter,
    "not_finite": _leaves(
        lambda answer: _filled(
            float("nan") if isinstance(answer, torch.Tensor) else float("inf"), torch.float64
        )(answer),
        lambda answer: float("inf"),
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
        correct = answer.value if isinstance(answer, Value) else None
        if self.objects_stay and (isinstance(correct, Ref) or tool_of(step)):
            return answer
        nonsense = Value(self.odd(correct))
        is_taken = isinstance(answer, Value) and _is_taken_for(nonsense.value, correct)
        return Value([nonsense.value]) if is_taken or agree(nonsense, answer) else nonsense


def _is_taken_for(nonsense: Any, answer: Any) -> bool:
    """Whether a check would take this for the right answer: as data, or as the one number in it."""
    for read in (_unread, number):
        try:
            assert_close(read(nonsense), read(answer))
        except CheckFailure:
            continue
        return True
    return False


def _unread(value: Any) -> Any:
    return value
