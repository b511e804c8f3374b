"""Objects of a reference that are not there until somebody needs them.

What an object answers is decided by how it was made and by all that it was asked since: its history. Where every
answer along a history is known already, nothing is run; the first question that is not known runs what was left out,
in its order.
"""

from collections.abc import Iterable
from itertools import count
from typing import Any

import msgspec

from autograder.protocol.steps import Step
from autograder.protocol.wire import Ref
from autograder.worker.answering.settings import TorchSettings
from autograder.worker.answering.trees import mapped

_FIRST = 1 << 40  # numbers of such objects; those that a namespace hands out stay far below


class Deferred(msgspec.Struct):
    """A step that has not run: when it was asked, under which settings, and the objects that it is to make."""

    number: int
    step: Step
    settings: TorchSettings
    makes: list[Ref]


class History:
    """What was asked of some objects that know each other; `digest` stands for it, None for one like no other."""

    def __init__(self) -> None:
        self.digest: bytes | None = None
        self.objects: list[int] = []
        self.deferred: list[Deferred] = []


class Histories:
    """The objects of one reference by the number in their `Ref`, and which of them have been made."""

    def __init__(self) -> None:
        self._of: dict[int, History] = {}
        self._made: dict[int, Ref] = {}
        self._numbers, self._steps = count(_FIRST), count()

    def __contains__(self, ref: Ref) -> bool:
        return ref.id in self._of

    def touched(self, step: Step) -> list[History]:
        """The histories that a step goes on with, in the order of its arguments."""
        found: list[History] = []
        for ref in _refs_in(step):
            history = self._of.get(ref.id)
            if history is not None and history not in found:
                found.append(history)
        return found

    def name(self, ref: Ref, touched: list[History]) -> Ref:
        """A name for an object that is the same in every process."""
        history = self._of[ref.id]
        return Ref((touched.index(history) << 20) + history.objects.index(ref.id) + 1)

    def joined(self, touched: list[History], digest: bytes | None) -> History:
        """The history that goes on: a new one of none, one of several, whose objects know each other now."""
        joined, *others = touched or [History()]
        for history in others:
            joined.objects += history.objects
            joined.deferred += history.deferred
            self._of |= dict.fromkeys(history.objects, joined)
        joined.digest = digest
        return joined

    def defer(
        self, history: History, step: Step, settings: TorchSettings, kinds: Iterable[str]
    ) -> list[Ref]:
        """Leave a step for later; the objects that it will make, by the names of their classes."""
        refs = [self._new(history, kind) for kind in kinds]
        history.deferred.append(Deferred(next(self._steps), step, settings, refs))
        return refs

    def take_deferred(self, touched: list[History]) -> list[Deferred]:
        """What has to run before the objects of these histories are there."""
        waiting = sorted((each for one in touched for each in one.deferred), key=lambda d: d.number)
        for history in touched:
            history.deferred = []
        return waiting

    def adopt(self, history: History, made: list[Ref]) -> list[Ref]:
        """What stands for objects that a step has made."""
        refs = [self._new(history, ref.kind) for ref in made]
        self.note(refs, made)
        return refs

    def note(self, refs: list[Ref], made: list[Ref]) -> None:
        """Note which objects stand behind these."""
        self._made |= {ref.id: real for ref, real in zip(refs, made, strict=True)}

    def on_real_objects(self, step: Step) -> Step:
        """The step as the namespace that made the objects knows it."""
        found = {Ref: lambda ref: self._made.get(ref.id, ref)}
        args, kwargs, cotangent = mapped((step.args, step.kwargs, step.cotangent), found)
        root = step.root and self._made.get(step.root.id, step.root)
        return msgspec.structs.replace(
            step, root=root, args=args, kwargs=kwargs, cotangent=cotangent
        )

    def _new(self, history: History, kind: str) -> Ref:
        ref = Ref(next(self._numbers), kind)
        history.objects.append(ref.id)
        self._of[ref.id] = history
        return ref


def refs_in(value: Any) -> list[Ref]:
    """The objects in an answer, in order."""
    found: list[Ref] = []
    mapped(value, {Ref: found.append})
    return found


def with_refs(value: Any, refs: Iterable[Ref]) -> Any:
    """The answer with these in place of its objects, in order."""
    left = iter(refs)
    return mapped(value, {Ref: lambda _: next(left)})


def _refs_in(step: Step) -> list[Ref]:
    root = [step.root] if step.root else []
    return root + refs_in((step.args, step.kwargs, step.cotangent))
