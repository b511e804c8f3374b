"""Names the misconception behind wrong answers, by replaying the calls on a catalogue of mistakes.

A mistake explains a question when, on every recorded call of the functions it replaces, it gives
the student's answers. Where none does, nothing is said: no guess.
"""

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.assignment import Assignment
from autograder.errors import AssignmentError
from autograder.targets import Answer, Local, Raised, Ref, Step, Value
from autograder.targets.local import mapped

_MARK = "__instead_of__"


Alike = Callable[[Any, Any], bool]  # the student's data and the mistake's -> the same mistake?


class Misconception(msgspec.Struct, frozen=True):
    """A named wrong implementation of `names`; `advice` is what a student reads.

    `alike` compares answers where equal code need not give equal data, as with random draws.
    """

    name: str
    names: tuple[str, ...]
    advice: str
    implementation: Any
    alike: Alike | None = None


class Catalogue(msgspec.Struct, frozen=True):
    """The misconceptions of an assignment by question, and what is right everywhere else."""

    correct: Mapping[str, Any]
    by_question: Mapping[str, tuple[Misconception, ...]]

    def namespace(self, misconception: Misconception) -> dict[str, Any]:
        """What a student with just this misconception would hand in."""
        replaced = dict.fromkeys(misconception.names, misconception.implementation)
        return {**self.correct, **replaced}


Transcript = list[tuple[Step, Answer]]  # one test's conversation with one target


def instead_of(*names: str, alike: Alike | None = None) -> Callable[[Any], Any]:
    """Mark a wrong implementation (function or class) as standing in for these names."""

    def mark(implementation: Any) -> Any:
        setattr(implementation, _MARK, (names, alike))
        return implementation

    return mark


def catalogue(module: ModuleType, assignment: Assignment) -> Catalogue:
    """The catalogue in a course's `misconceptions.py`, checked against the points table."""
    correct = getattr(module, "correct", None)
    correct = vars(correct) if isinstance(correct, ModuleType) else correct
    if not isinstance(correct, Mapping):
        raise AssignmentError(f"{module.__file__}: `correct` must be the module with right answers")
    question_of = {name: q.id for q in assignment.questions for name in q.names}
    found: dict[str, list[Misconception]] = {}
    for name, value in vars(module).items():
        if _MARK in getattr(value, "__dict__", {}):
            names, alike = getattr(value, _MARK)
            _refuse_unknown(module, name, value, question_of)
            advice = " ".join((value.__doc__ or "").split("\n\n")[0].split())
            found.setdefault(question_of[names[0]], []).append(
                Misconception(name, names, advice, value, alike)
            )
    return Catalogue(correct, {id: tuple(items) for id, items in found.items()})


def _refuse_unknown(module: ModuleType, name: str, value: Any, question_of: Mapping) -> None:
    place = f"{module.__file__}: misconception {name!r}"
    names, _ = getattr(value, _MARK)
    unknown = [name for name in names if name not in question_of]
    if not names or unknown:
        raise AssignmentError(
            f"{place} replaces {unknown or 'nothing'}, which no question asks for"
        )
    if len({question_of[name] for name in names}) > 1:
        raise AssignmentError(f"{place} replaces names of two questions; write one for each")
    if not (value.__doc__ or "").strip():
        raise AssignmentError(f"{place} has no advice; say in its docstring what is wrong")


def explain(
    transcripts: Iterable[Transcript], catalogue: Catalogue, question: str
) -> list[Misconception]:
    """The misconceptions of a question that give the student's answers throughout."""
    transcripts = list(transcripts)
    return [
        misconception
        for misconception in catalogue.by_question.get(question, ())
        if _reproduces(transcripts, catalogue.namespace(misconception), misconception)
        and not _reproduces(transcripts, catalogue.correct, misconception)
    ]


def _reproduces(
    transcripts: list[Transcript], namespace: Mapping[str, Any], mistake: Misconception
) -> bool:
    return all(_agrees_throughout(steps, Local(namespace), mistake) for steps in transcripts)


def _agrees_throughout(steps: Transcript, target: Local, mistake: Misconception) -> bool:
    """Whether `target` answers a conversation as the student did, where `mistake` is concerned."""
    twins: dict[int, Ref] = {}  # the student's objects -> the target's
    concerned: set[int] = set()  # the student's objects that `names` made
    for step, theirs in steps:
        about = _is_about(step, mistake.names, concerned)
        if not about and not _refs(theirs):
            continue  # another function's data: no object to rebuild, nothing to compare
        if any(ref.id not in twins for ref in _refs(step)):
            return False
        ours = target.answer(_translated(step, twins))
        if about and not agree(theirs, ours, mistake.alike):
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


def agree(a: Answer, b: Answer, alike: Alike | None = None) -> bool:
    """Whether two answers are the same for a reader: same data within rounding, same error."""
    if isinstance(a, Raised) and isinstance(b, Raised):
        return a.kind == b.kind and ("ValueError" in a.bases) == ("ValueError" in b.bases)
    if isinstance(a, Value) and isinstance(b, Value):
        return (alike or _alike)(a.value, b.value)
    return False


def _alike(a: Any, b: Any) -> bool:
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        return a.dtype == b.dtype and _near(_plain(a), _plain(b))
    if isinstance(a, np.ndarray | np.generic) and isinstance(b, np.ndarray | np.generic):
        return a.dtype == b.dtype and _near(np.asarray(a), np.asarray(b))
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(_alike, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_alike(a[key], b[key]) for key in a)
    if isinstance(a, Ref) and isinstance(b, Ref):
        return True
    if type(a) is float and type(b) is float:
        return _near(np.asarray(a), np.asarray(b))
    return type(a) is type(b) and a == b


def _plain(value: torch.Tensor) -> np.ndarray:
    return (value.float() if value.dtype == torch.bfloat16 else value).detach().numpy()


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    if a.shape != b.shape:
        return False
    if a.dtype.kind not in "fc":
        return bool(np.array_equal(a, b))
    eps = 1e3 * float(np.finfo(a.dtype).eps)  # well above rounding, well below any mistake
    return bool(np.allclose(a, b, rtol=eps, atol=eps, equal_nan=True))
