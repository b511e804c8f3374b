"""A small edit of right code: other arguments, or another answer, with the words for it.

A course adds its own with `edit`: it is tried wherever its own misconceptions explain nothing.
"""

import inspect
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.diagnose.agree import agree
from autograder.diagnose.compare import Pair
from autograder.protocol.steps import Value

Arguments = dict[str, Any]
Change = Callable[[Any], Any]  # a value -> another one; None where there is nothing to change
_MARK = "__edit__"


class Edit(msgspec.Struct, frozen=True):
    """One edit, and how a sentence goes on that begins with "gives exactly what is right".

    `arguments` changes what the right code is asked, `answer` what it answers, given the arguments.
    Either returns None where it has nothing to change.
    """

    name: str
    words: str
    arguments: Callable[[Arguments], Arguments | None] | None = None
    answer: Callable[[Any, Arguments], Any] | None = None


def edit(says: str) -> Callable[[Any], Any]:
    """Mark a function as an edit of any right function of this assignment.

    With one parameter it gets the arguments by name and returns other ones, with two the answer and
    the arguments, and returns another answer; None, or an error, where it does not apply. `says` goes
    on after "Your `max_pool2d` gives exactly what is right".
    """

    def mark(function: Any) -> Any:
        setattr(function, _MARK, says)
        return function

    return mark


def marked_edit(name: str, function: Any) -> Edit | None:
    """The edit that a function was marked as, if it was."""
    says = marked(function, _MARK)
    if says is None:
        return None
    of_answer = len(inspect.signature(function).parameters) > 1
    return Edit(name, says, **{"answer" if of_answer else "arguments": function})


def marked(function: Any, mark: str) -> str | None:
    """What a mark on a function says; None without it."""
    return getattr(function, "__dict__", {}).get(mark)


class Edited:
    """The right function with an edit; where the edit does not apply, it is right."""

    def __init__(self, change: Edit, function: Callable[..., Any], signature: Any = None) -> None:
        self.change, self.function = change, function
        self.signature = signature or inspect.signature(function)

    def upon(self, function: Callable[..., Any]) -> "Edited":
        """The same edit of other code."""
        return Edited(self.change, function, self.signature)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the right code gives, asked or answered otherwise."""
        try:
            call = self.signature.bind(*args, **kwargs)
        except TypeError:
            return self.function(*args, **kwargs)
        call.apply_defaults()
        if self.change.arguments:
            other = _changed(self.change.arguments, dict(call.arguments))
            call.arguments.update(other or {})
        given = dict(call.arguments)
        answer = self.function(*call.args, **call.kwargs)
        if self.change.answer:
            other = _changed(self.change.answer, answer, given)
            answer = answer if other is None else other
        return answer


def may_give(change: Edit, pair: Pair, signature: inspect.Signature) -> bool:
    """Whether an edit may be why a call of a function was answered wrongly; asks the reference nothing."""
    if pair.step.root is not None or pair.step.verb not in ("call", "vjp"):
        return True
    try:
        call = signature.bind(*pair.step.args, **pair.step.kwargs)
    except TypeError:
        return False
    call.apply_defaults()
    given = dict(call.arguments)
    if change.arguments:
        other = _changed(change.arguments, dict(given))
        return bool(other) and any(_is_another(value, given[name]) for name, value in other.items())
    if change.answer is None or pair.step.verb == "vjp" or not isinstance(pair.ours, Value):
        return True
    other = _changed(change.answer, pair.ours.value, given)
    return other is not None and agree(pair.theirs, Value(other))


def _is_another(value: Any, before: Any) -> bool:
    if isinstance(value, torch.Tensor | np.ndarray):  # equal data may have another gradient
        return value is not before
    if type(value) is not type(before):
        return True
    if isinstance(value, dict):
        return value.keys() != before.keys() or any(
            _is_another(part, before[name]) for name, part in value.items()
        )
    if isinstance(value, list | tuple):
        return len(value) != len(before) or any(map(_is_another, value, before))
    return bool(value != before)


def edited_class(change: Edit, original: type) -> type:
    """The right module with an edit of its forward pass."""
    signature = inspect.signature(original.forward)  # type: ignore[attr-defined]

    def forward(self: Any, *args: Any, **kwargs: Any) -> Any:
        right = super(whole, self).forward  # type: ignore[misc]
        return Edited(change, lambda _self, *a, **k: right(*a, **k), signature)(
            self, *args, **kwargs
        )

    whole = type(original.__name__, (original,), {"forward": forward})
    return whole


def _changed(change: Callable[..., Any], *values: Any) -> Any:
    try:
        return change(*values)
    except Exception:  # noqa: BLE001 - an edit is tried on anything: here it does not apply
        return None
