"""Asks a namespace what a student was asked, and puts both answers side by side."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from autograder.diagnose.reference_names import (
    Plans,
    in_the_references_names,
    note_plan,
    paired_by_order,
    without_names,
)
from autograder.diagnose.transcript import Transcript
from autograder.protocol.steps import Answer, Lost, Step, Value
from autograder.protocol.wire import Ref
from autograder.worker.answering import Local
from autograder.worker.answering.trees import mapped

_NO_TWIN = Lost("crashed", "cannot be asked: it has no such object")  # no answer is like it


class Pair(NamedTuple):
    """One step, the student's answer to it, and that of the namespace."""

    step: Step
    theirs: Answer
    ours: Answer


def compared(
    transcript: Transcript, namespace: Mapping[str, Any], names: tuple[str, ...]
) -> Iterator[Pair]:
    """Both answers to each step that is about `names`, in names of layers that both share."""
    target = Local(namespace)
    twins: dict[int, Ref] = {}  # the student's objects -> the target's
    concerned: set[int] = set()  # the student's objects that `names` made
    plans: Plans = {}
    for step, theirs in transcript.steps:
        about = is_about(step, names, concerned)
        if not about and not refs_of(theirs) and not refs_of(step):
            continue  # another function's data: no object to rebuild, nothing to compare
        if any(ref.id not in twins for ref in refs_of(step)):
            yield Pair(step, theirs, _NO_TWIN)
            return
        note_plan(step, plans)
        ours = target.answer(translated(in_the_references_names(step), twins))
        if about:
            pair = without_names(step, theirs, plans), without_names(step, ours, {})
            yield Pair(step, *paired_by_order(step, *pair))
        pairs = zip(refs_of(theirs), refs_of(ours), strict=False)
        twins |= {theirs.id: ours for theirs, ours in pairs}
        if about:
            concerned |= {ref.id for ref in refs_of(theirs)}


def is_about(step: Step, names: tuple[str, ...], concerned: set[int]) -> bool:
    """Whether a step asks one of the names, or asks for, or with, an object that they made."""
    if step.root is None:
        return step.path.split(".")[0] in names or any(r.id in concerned for r in refs_of(step))
    return any(ref.id in concerned for ref in refs_of(step))


def translated(step: Step, twins: Mapping[int, Ref]) -> Step:
    """A step about other objects, their twins."""

    def swap(ref: Ref) -> Ref:
        return twins[ref.id]

    args, kwargs = mapped((step.args, step.kwargs), {Ref: swap})
    root = swap(step.root) if step.root else None
    return msgspec.structs.replace(step, root=root, args=args, kwargs=kwargs)


def refs_of(thing: Step | Answer) -> list[Ref]:
    """The objects of which a step or an answer speaks."""
    found: list[Ref] = []
    if isinstance(thing, Step):
        values: Any = (thing.root, thing.args, thing.kwargs)
    else:
        values = thing.value if isinstance(thing, Value) else None
    mapped(values, {Ref: found.append})
    return found
