"""Two misconceptions of one name at once: the code of the first, standing on the second's.

A misconception is mostly written with what is right: it calls `correct.max_pool2d` with other
arguments, or is a subclass of `correct.Dropout`. Here that right code is the other misconception.
"""

from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Any

import msgspec

from autograder.diagnose.catalogue import Catalogue, Misconception
from autograder.diagnose.edits import Edited


def composed(outer: Misconception, inner: Misconception, catalogue: Catalogue) -> Misconception:
    """Both mistakes as one; where the first asks for nothing right, it is the first alone."""
    wrong = catalogue.namespace(inner)
    put = {name: wrong[name] for name in inner.names}
    parts = {name: catalogue.namespace(outer)[name] for name in outer.names}
    right = {name: catalogue.correct.get(name) for name in inner.names}
    both = {name: _upon(part, put.get(name), put, right) for name, part in parts.items()}
    names = (*outer.names, *(name for name in inner.names if name not in outer.names))
    whole = {name: both.get(name, wrong[name]) for name in names}
    holder = type("Both", (), {name: _plain(part) for name, part in whole.items()})
    return msgspec.structs.replace(
        outer,
        name=f"{outer.name}+{inner.name}",
        names=names,
        implementation=holder,
        alike=outer.alike or inner.alike,
    )


def _upon(part: Any, base: Any, put: Mapping[str, Any], right: Mapping[str, Any]) -> Any:
    if isinstance(part, type) and isinstance(base, type):
        return _mixed(part, base)
    if isinstance(part, Edited):
        return part if base is None else part.upon(base)
    return _rebound(part, put, right) if isinstance(part, FunctionType) else part


def _mixed(part: type, base: type) -> type:
    """A class that looks for its methods in the first mistake, then in the second."""
    if issubclass(part, base) or issubclass(base, part):
        return part
    try:
        return type(part.__name__, (part, base), {})
    except TypeError:  # their bases stand in no common order
        return part


def _rebound(part: FunctionType, put: Mapping[str, Any], right: Mapping[str, Any]) -> FunctionType:
    """The function, and what its file defines beside it, with other globals."""
    scope = dict(part.__globals__)
    for name, value in part.__globals__.items():
        if isinstance(value, ModuleType):
            scope[name] = _replaced(value, put, right)
        elif isinstance(value, FunctionType) and value.__globals__ is part.__globals__:
            scope[name] = _copy(value, scope)
        for known, original in right.items():
            if value is original:
                scope[name] = put[known]
    return _copy(part, scope)


def _replaced(module: ModuleType, put: Mapping[str, Any], right: Mapping[str, Any]) -> ModuleType:
    names = [name for name in put if vars(module).get(name, put) is right[name]]
    if not names:
        return module
    other = ModuleType(module.__name__)
    vars(other).update(vars(module), **{name: put[name] for name in names})
    return other


def _copy(function: FunctionType, scope: dict[str, Any]) -> FunctionType:
    copy = FunctionType(
        function.__code__, scope, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


def _plain(part: Any) -> Any:
    """As a class may hold it, to be found by its name and not to be bound."""
    return part if isinstance(part, type) else staticmethod(part)
