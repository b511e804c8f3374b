"""Whether edited code is right where it is asked anew: other values, other sizes, what a default stood for.

An edit may be right on the recorded calls and wrong in general. No answer that the reference would not
give counts here, and whoever gives none where the reference does is not right either.
"""

import inspect
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.diagnose.agree import agree
from autograder.diagnose.compare import Pair, compared, refs_of, translated
from autograder.diagnose.evidence import Reference
from autograder.diagnose.fresh import Ask, fresh_calls, of_other_values
from autograder.diagnose.transcript import Transcript
from autograder.protocol.steps import Answer, Lost, Raised, Step, Value
from autograder.protocol.wire import Ref
from autograder.worker.answering import Local
from autograder.worker.answering.trees import mapped

MOST_CONVERSATIONS = 4
MOST_DEFAULTS = 8
_NO_ANSWER = Lost("timeout", "gave no answer")


def holds_afresh(
    names: Sequence[str],
    transcripts: Sequence[Transcript],
    reference: Reference,
    ask: Ask,
) -> bool | None:
    """Whether code gives what the reference gives, where both are asked anew; None if nothing could be.

    `transcripts` are of tests that the code passes.
    """
    own = tuple(names)
    conversations = (_conversation(each, own, reference, ask) for each in transcripts)
    calls = (_calls(name, transcripts, reference, ask) for name in own)
    anew = chain.from_iterable(chain(islice(conversations, MOST_CONVERSATIONS), calls))
    asked = 0
    for is_right in anew:
        if not is_right:
            return False
        asked += 1
    return True if asked else None


def _calls(
    name: str, transcripts: Sequence[Transcript], reference: Reference, ask: Ask
) -> Iterator[bool]:
    """Calls of a function with other sizes and options, unless a test took another answer for right."""
    correct = reference.catalogue.correct
    pairs = [pair for each in transcripts for pair in compared(each, correct, (name,))]
    if name not in correct or not all(agree(pair.theirs, pair.ours) for pair in pairs):
        return
    for step, expected in fresh_calls(name, transcripts, correct, correct):
        answer = ask(step)
        yield isinstance(answer, Value) and agree(answer, expected)
    right = Local(correct)
    for step in _with_options(name, pairs, correct[name]):
        expected, answer = right.answer(step), ask(step)
        if _is_data(expected) and not isinstance(answer, Raised):
            yield isinstance(answer, Value) and agree(answer, expected)


def _with_options(name: str, pairs: Sequence[Pair], function: Any) -> Iterator[Step]:
    """The first calls of a function, each with one more of its options given."""
    options = {option: _other(default) for option, default in _defaults(function).items()}
    calls = [pair.step for pair in pairs if pair.step.verb == "call" and pair.step.path == name]
    asked = 0
    for step in calls[:2]:
        given = {*step.kwargs, *list(_parameters(function))[: len(step.args)]}
        for option, value in options.items():
            if option not in given and value is not None and asked < MOST_DEFAULTS:
                asked += 1
                yield msgspec.structs.replace(step, kwargs={**step.kwargs, option: value})


def _parameters(function: Any) -> dict[str, inspect.Parameter]:
    if not inspect.isfunction(function):
        return {}
    return dict(inspect.signature(function).parameters)


def _defaults(function: Any) -> dict[str, Any]:
    return {name: each.default for name, each in _parameters(function).items()}


def _other(default: Any) -> Any:
    """Another value than the default; None where nothing tells which may be taken."""
    if isinstance(default, bool):
        return not default
    if isinstance(default, int):
        return default + 1
    if isinstance(default, float):
        return 0.9 * default if default else 0.5
    return None


def _conversation(
    transcript: Transcript, names: tuple[str, ...], reference: Reference, ask: Ask
) -> Iterator[bool]:
    """Each answer of a test that was the reference's: whether it is so with other values."""
    correct = reference.catalogue.correct
    before = list(compared(transcript, correct, names))
    if not any(agree(pair.theirs, pair.ours) for pair in before):
        return
    other, has_numbers = _held_again(transcript, ask), False
    for old, new in zip(before, compared(other, correct, names), strict=False):
        has_numbers = has_numbers or _holds_numbers(new.step)
        if has_numbers and agree(old.theirs, old.ours) and _is_data(new.ours):
            yield agree(new.theirs, new.ours)


def _held_again(transcript: Transcript, ask: Ask) -> Transcript:
    """The same steps with other values, asked of the same code, whose objects are new ones."""
    other, twins = Transcript(), dict[int, Ref]()
    for step, answer in transcript.steps:
        if any(ref.id not in twins for ref in refs_of(step)):
            break
        anew = of_other_values(translated(step, twins))
        answer_anew: Answer = ask(anew) or _NO_ANSWER
        other.record(anew, answer_anew)
        pairs = zip(refs_of(answer), refs_of(answer_anew), strict=False)
        twins |= {old.id: new for old, new in pairs}
    return other


def _holds_numbers(step: Step) -> bool:
    """Whether a step brings values that could be others."""
    found: list[Any] = []
    mapped((step.args, step.kwargs), {torch.Tensor: found.append, np.ndarray: found.append})
    return any(
        torch.is_floating_point(x) if torch.is_tensor(x) else x.dtype.kind == "f" for x in found
    )


def _is_data(answer: Answer) -> bool:
    return isinstance(answer, Value) and not isinstance(answer.value, Ref)
