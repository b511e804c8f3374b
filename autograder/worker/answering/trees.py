"""Walks containers: arguments and answers are trees of lists, tuples and dicts."""

from collections.abc import Callable
from typing import Any

from autograder.protocol.wire.nodes import PLAIN

_LEAVES = PLAIN - {bool}  # most leaves, told from others at once; a bool goes with the ints


def mapped(value: Any, by_type: dict[type, Callable[[Any], Any]]) -> Any:
    """The same containers with each leaf of a known type replaced."""
    known = by_type.get(type(value))
    if known is not None:
        return known(value)
    if type(value) in _LEAVES:
        return value
    if isinstance(value, list | tuple):
        return type(value)(mapped(item, by_type) for item in value)
    if isinstance(value, dict):
        return {key: mapped(item, by_type) for key, item in value.items()}
    for kind, function in by_type.items():
        if isinstance(value, kind):
            return function(value)
    return value
