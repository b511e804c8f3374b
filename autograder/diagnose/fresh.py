"""Calls like those of the tests, with other values and sizes: what is right on these only, fails there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import torch
from torch import Tensor

from autograder.diagnose.agree import agree
from autograder.diagnose.budget import Budget
from autograder.diagnose.catalogue import Catalogue, Misconception
from autograder.diagnose.evidence import Reference
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
        for step, expected in _fresh_calls(name, transcripts, catalogue.correct, wrong):
            answer = None if budget.is_spent else ask(step)
            if isinstance(answer, Value) and not agree(answer, expected, mistake.alike):
                return True
    return False


def differs_afresh(
    names: Sequence[str], transcripts: Sequence[Transcript], reference: Reference, ask: Ask
) -> bool:
    """Whether code gives other data than the reference where both are asked anew.

    Nothing is asked of a name of which a test has accepted another answer than the reference's.
    """
    correct = reference.catalogue.correct
    for name in names:
        passed = [each for each in transcripts if each.passed]
        pairs = [pair for each in passed for pair in reference.pairs(each, (name,))]
        if name in correct and all(agree(pair.theirs, pair.ours) for pair in pairs):
            for step, expected in _fresh_calls(name, transcripts, correct, correct):
                answer = ask(step)
                if isinstance(answer, Value) and not agree(answer, expected):
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
        for step, expected in _fresh_calls(name, transcripts, catalogue.correct, wrong):
            asked += 1
            if not agree(target.answer(step), expected, one.alike):
                return False
    return asked > 0


def _fresh_calls(
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


def _more_images(step: Step) -> Step:
    """Other values, and one image more."""

    def other(x: Tensor) -> Tensor:
        more = 1 if x.ndim == 4 else 0
        return _values(x, [size + more * (axis == 0) for axis, size in enumerate(x.shape)])

    return _with(step, {Tensor: other})


def _more_of_all(step: Step) -> Step:
    """Other values, and each axis one longer: images, channels, rows, classes."""
    return _with(step, {Tensor: lambda x: _values(x, [size + 1 for size in x.shape])})


def _larger(more: int, number: Callable[[int], int]) -> Callable[[Step], Step]:
    """Other values, larger images and whole numbers, every other number a little smaller."""

    def other(x: Tensor) -> Tensor:
        return _values(x, [size + more * (axis > 1) for axis, size in enumerate(x.shape)])

    def whole(value: Any) -> Any:
        return value if isinstance(value, bool) else number(value)

    change = {Tensor: other, int: whole, float: lambda value: 0.9 * value}
    return lambda step: _with(step, change)


def _values(x: Tensor, shape: Sequence[int]) -> Tensor:
    if not x.is_floating_point():
        return x
    drawn = torch.rand(*shape, generator=torch.Generator().manual_seed(SEED), dtype=torch.float64)
    low, high = (float(x.min()), float(x.max())) if x.numel() else (0.0, 1.0)
    return (low + (high - low) * drawn).to(x.dtype)


def _with(step: Step, change: dict) -> Step:
    args, kwargs = mapped((step.args, step.kwargs), change)
    return msgspec.structs.replace(step, args=args, kwargs=kwargs)


VARIED = (_more_images, _more_of_all, _larger(4, lambda n: n + 1), _larger(16, lambda n: 2 * n + 2))
