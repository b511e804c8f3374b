"""For which arguments the answers of a function are right, and for which they are wrong."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

import numpy as np
import torch

from autograder.diagnose.agree import agree
from autograder.diagnose.compare import Pair
from autograder.protocol.wire import Ref

Holds = Callable[[Mapping[str, Any]], bool | None]  # the arguments -> whether it is so, if it can
LEAST = 2  # right and wrong calls each, or an argument may have nothing to do with it


def condition(pairs: Sequence[Pair], function: Any) -> str:
    """What tells the calls with right answers from the others, in a sentence; "" where nothing does."""
    calls = [(_bound(pair, function), agree(pair.theirs, pair.ours)) for pair in pairs]
    right = [arguments for arguments, is_right in calls if is_right and arguments]
    wrong = [arguments for arguments, is_right in calls if not is_right and arguments]
    if len(right) + len(wrong) < len(calls) or min(len(right), len(wrong)) < LEAST:
        return ""
    for words, holds in _conditions(function):
        if all(map(holds, right)) and all(holds(arguments) is False for arguments in wrong):
            return f"Your answers are right for every call {words}, and wrong for all others."
    return ""


def bound(arguments: tuple, keywords: Mapping[str, Any], function: Any) -> dict[str, Any]:
    """The arguments by name, with the defaults of those that were left out; empty where they do not fit."""
    try:
        call = inspect.signature(function).bind(*arguments, **keywords)
    except (TypeError, ValueError):
        return {}
    call.apply_defaults()
    return dict(call.arguments)


def _bound(pair: Pair, function: Any) -> dict[str, Any]:
    if pair.step.root is not None or pair.step.verb not in ("call", "vjp"):
        return {}
    return bound(pair.step.args, pair.step.kwargs, function)


def _conditions(function: Any) -> Iterator[tuple[str, Holds]]:
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return
    optional = {name: p.default for name, p in parameters.items() if p.default is not p.empty}
    for name, default in optional.items():
        yield (
            f"where {name} is {default!r}",
            lambda found, name=name, default=default: _same(found[name], default),
        )
    for first, second in permutations(parameters, 2):
        if first in optional:
            yield f"where {first} equals {second} or is left out", _equal(first, second)
    for name in parameters:
        yield (
            f"where {name} is one number and no pair",
            lambda found, name=name: isinstance(found[name], int | float),
        )
        yield from _of_images(name)


def _of_images(name: str) -> Iterator[tuple[str, Holds]]:
    """What may be so of a tensor or an array."""
    yield "of square images", _of(name, lambda x: x.shape[-1] == x.shape[-2], least=2)
    yield f"where {name} holds one image", _of(name, lambda x: x.shape[0] == 1, least=4)
    yield f"where {name} has one channel", _of(name, lambda x: x.shape[1] == 1, least=4)
    yield f"where {name} holds no negative value", _of(name, lambda x: bool((x >= 0).all()))
    yield f"where {name} is float32", _of(name, lambda x: "float32" in str(x.dtype))
    yield f"where {name} is float64", _of(name, lambda x: "float64" in str(x.dtype))


def _of(name: str, holds: Callable[[Any], bool], least: int = 1) -> Holds:
    def of_array(arguments: Mapping[str, Any]) -> bool | None:
        value = arguments[name]
        if not isinstance(value, torch.Tensor | np.ndarray) or value.ndim < least:
            return None
        return holds(value)

    return of_array


def _equal(first: str, second: str) -> Holds:
    def equal(arguments: Mapping[str, Any]) -> bool | None:
        a, b = arguments[first], arguments[second]
        if a is None:
            return True
        numbers = int | float | tuple | list
        if not isinstance(a, numbers) or not isinstance(b, numbers) or isinstance(a, bool):
            return None
        return _pair(a) == _pair(b)

    return equal


def _pair(value: Any) -> tuple:
    return tuple(value) if isinstance(value, tuple | list) else (value, value)


def _same(value: Any, default: Any) -> bool | None:
    if isinstance(value, torch.Tensor | np.ndarray | Ref):
        return None
    return type(value) is type(default) and value == default
