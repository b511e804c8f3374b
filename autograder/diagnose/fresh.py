"""Calls like those of the tests, with other values and sizes: what is right on these only, fails there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import torch
from torch import Tensor

from autograder.diagnose.agree import agree
from autograder.diagnose.budget import Budget
from autograder.diagnose.catalogue import Catalogue, Misconception
from autograder.diagnose.transcript import Transcript
from autograder.protocol.steps import Answer, Step, Value
from autograder.protocol.wire import Ref
from autograder.worker.answering import Local
from autograder.worker.answering.trees import mapped

Ask = Callable[[Step], Answer | None]  # the student's code once more; None where it cannot be asked
_CALLS = ("call", "vjp")
MOST_SECONDS = 0.02  # that a call took in a test: fresh ones may be larger
MOST_ASKED = 4  # calls, of each kind
SEED = 20_240_229


def is_refuted(
    mistake: Misconception,
    transcripts: Sequence[Transcript],
    catalogue: Catalogue,
    ask: Ask,
    budget: Budget,
) -> bool:
    """Whether the student's code gives other data than a mistake where both are asked anew.

    Errors tell nothing here: what is refused, and how, differs between right answers, too.
    """
    wrong = catalogue.namespace(mistake)
    for name in mistake.names:
        for step, expected in fresh_calls(name, transcripts, catalogue.correct, wrong):
            answer = None if budget.is_spent else ask(step)
            if isinstance(answer, Value) and not agree(answer, expected, mistake.alike):
                return True
    return False


def are_alike(
    one: Misconception,
    other: Misconception,
    transcripts: Sequence[Transcript],
    catalogue: Catalogue,
) -> bool:
    """Whether two mistakes give the same where both are asked anew."""
    wrong, target = catalogue.namespace(one), Local(catalogue.namespace(other))
    asked = 0
    for name in one.names:
        for step, expected in fresh_calls(name, transcripts, catalogue.correct, wrong):
            asked += 1
            if not agree(target.answer(step), expected, one.alike):
                return False
    return asked > 0


def fresh_calls(
    name: str,
    transcripts: Sequence[Transcript],
    correct: Mapping[str, Any],
    wrong: Mapping[str, Any],
) -> Iterator[tuple[Step, Value]]:
    """New calls of a function that the reference takes, and what the wrong code answers to each."""
    right, mistaken = Local(correct), Local(wrong)
    for vary in VARIED:
        asked = 0
        for step in _calls(name, transcripts):
            if asked == MOST_ASKED:
                break
            other = vary(step)
            answer, expected = right.answer(other), mistaken.answer(other)
            if _is_data(answer) and isinstance(expected, Value):
                asked += 1
                yield other, expected


def _is_data(answer: Answer) -> bool:
    return isinstance(answer, Value) and not isinstance(answer.value, Ref)


def _calls(name: str, transcripts: Sequence[Transcript]) -> Iterator[Step]:
    """The calls of a function in tests, failed ones first."""
    for transcript in sorted(transcripts, key=lambda one: one.passed):
        for step, answer in transcript.steps:
            quick = isinstance(answer, Value) and answer.seconds < MOST_SECONDS
            if quick and step.root is None and step.path == name and step.verb in _CALLS:
                yield msgspec.structs.replace(step, verb="call", cotangent=None)


def of_other_values(step: Step) -> Step:
    """The same step with other values, of the same sizes."""
    return _with(step, lambda shape: shape)


def _more_images(step: Step) -> Step:
    """Other values, and one image more."""
    return _with(step, lambda shape: (shape[0] + 1, *shape[1:]) if len(shape) == 4 else shape)


def _more_of_all(step: Step) -> Step:
    """Other values, and each axis one longer: images, channels, rows, classes."""
    return _with(step, lambda shape: [size + 1 for size in shape])


def _larger(more: int, number: Callable[[int], int]) -> Callable[[Step], Step]:
    """Other values, larger images and whole numbers, every other number a little smaller."""

    def other(shape: Sequence[int]) -> Sequence[int]:
        return [size + more * (axis > 1) for axis, size in enumerate(shape)]

    def whole(value: Any) -> Any:
        return value if isinstance(value, bool) else number(value)

    change = {int: whole, float: lambda value: 0.9 * value}
    return lambda step: _with(step, other, change)


def _with(
    step: Step, other: Callable[[Sequence[int]], Sequence[int]], change: dict | None = None
) -> Step:
    """A step with other values, no two tensors of it alike, in other shapes."""
    generator = torch.Generator().manual_seed(SEED)

    def tensor(x: Tensor) -> Tensor:
        return _values(x, other(x.shape), generator)

    def array(x: np.ndarray) -> np.ndarray:
        if x.dtype not in (np.float32, np.float64):
            return x
        shape = other((1, 1, *x.shape))[2:]  # of one image
        return _values(torch.from_numpy(np.ascontiguousarray(x)), shape, generator).numpy()

    kinds = {Tensor: tensor, np.ndarray: array, **(change or {})}
    args, kwargs = mapped((step.args, step.kwargs), kinds)
    return msgspec.structs.replace(step, args=args, kwargs=kwargs)


def _values(x: Tensor, shape: Sequence[int], generator: torch.Generator) -> Tensor:
    if not x.is_floating_point():
        return x
    drawn = torch.rand(*shape, generator=generator, dtype=torch.float64)
    low, high = (float(x.min()), float(x.max())) if x.numel() else (0.0, 1.0)
    return (low + (high - low) * drawn).to(x.dtype)


VARIED = (_more_images, _more_of_all, _larger(4, lambda n: n + 1), _larger(16, lambda n: 2 * n + 2))
