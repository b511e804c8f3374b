"""Replays a student's calls on mistakes, and names those that give the student's answers.

A mistake explains a question when, on every recorded call of the functions it replaces, it gives
the student's answers. Where none does, nothing is said: no guess.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from autograder.diagnose.agree import agree
from autograder.diagnose.catalogue import Catalogue, Misconception
from autograder.diagnose.reference_names import (
    Plans,
    in_the_references_names,
    note_plan,
    without_names,
)
from autograder.diagnose.transcript import Transcript
from autograder.protocol.steps import Answer, Step, Value
from autograder.protocol.wire import Ref
from autograder.worker.answering import Local
from autograder.worker.answering.trees import mapped


def explain(
    transcripts: Iterable[Transcript],
    catalogue: Catalogue,
    question: str,
    wrong: bool = True,
    broken: Callable[[Misconception, Exception], None] | None = None,
) -> list[Misconception]:
    """The misconceptions of a question that give the student's answers throughout.

    Where nothing is `wrong`, only remarks are looked at. `broken` is told of a misconception that
    cannot be compared with these answers: that costs the advice, never a grade.
    """
    transcripts = list(transcripts)
    found = []
    for misconception in catalogue.by_question.get(question, ()):
        try:
            if (wrong or misconception.remark) and _explains(transcripts, catalogue, misconception):
                found.append(misconception)
        except Exception as error:
            if broken is None:
                raise
            broken(misconception, error)
    return found


def _explains(transcripts: list[Transcript], catalogue: Catalogue, mistake: Misconception) -> bool:
    """Whether a mistake gives all answers, and gives some that the reference does not.

    A test that passed although the reference answers otherwise has several right answers (tied
    maxima, say): which of them a student's code gives tells nothing about its mistake.
    """
    wrong, right = catalogue.namespace(mistake), catalogue.correct
    by_outcome = sorted(transcripts, key=lambda transcript: transcript.passed)  # most telling first
    for transcript in by_outcome:
        if _agrees(transcript, wrong, mistake):
            continue
        ambiguous = transcript.passed and not mistake.remark
        if not ambiguous or _agrees(transcript, right, mistake):
            return False
    telling = (one for one in by_outcome if mistake.remark or not one.passed)
    return any(not _agrees(transcript, right, mistake) for transcript in telling)


def _agrees(transcript: Transcript, namespace: Mapping[str, Any], mistake: Misconception) -> bool:
    """Whether a namespace answers a conversation as the student did, as far as `mistake` goes."""
    target = Local(namespace)
    twins: dict[int, Ref] = {}  # the student's objects -> the target's
    concerned: set[int] = set()  # the student's objects that `names` made
    plans: Plans = {}
    for step, theirs in transcript.steps:
        about = _is_about(step, mistake.names, concerned)
        if not about and not _refs(theirs) and not _refs(step):
            continue  # another function's data: no object to rebuild, nothing to compare
        if any(ref.id not in twins for ref in _refs(step)):
            return False
        note_plan(step, plans)
        ours = target.answer(_translated(in_the_references_names(step), twins))
        pair = without_names(step, theirs, plans), without_names(step, ours, {})
        if about and not agree(*pair, mistake.alike):
            return False
        pairs = zip(_refs(theirs), _refs(ours), strict=False)
        twins |= {theirs.id: ours for theirs, ours in pairs}
        if about:
            concerned |= {ref.id for ref in _refs(theirs)}
    return True


def _is_about(step: Step, names: tuple[str, ...], concerned: set[int]) -> bool:
    if step.root is None:
        return step.path.split(".")[0] in names or any(r.id in concerned for r in _refs(step))
    return any(ref.id in concerned for ref in _refs(step))


def _translated(step: Step, twins: Mapping[int, Ref]) -> Step:
    def swap(ref: Ref) -> Ref:
        return twins[ref.id]

    args, kwargs = mapped((step.args, step.kwargs), {Ref: swap})
    root = swap(step.root) if step.root else None
    return msgspec.structs.replace(step, root=root, args=args, kwargs=kwargs)


def _refs(thing: Step | Answer) -> list[Ref]:
    found: list[Ref] = []
    if isinstance(thing, Step):
        values: Any = (thing.root, thing.args, thing.kwargs)
    else:
        values = thing.value if isinstance(thing, Value) else None
    mapped(values, {Ref: found.append})
    return found
