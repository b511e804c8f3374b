"""Finds hidden tests that could not fail as they are written: pytest would count them as passed."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from types import FunctionType

import pytest

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def why_silent(item: pytest.Item) -> str:
    """Why this item is no test that can fail, and what to do; "" where it is one."""
    if not isinstance(item, pytest.Function) or (item.cls and _is_unittest(item.cls)):
        return "is no plain test function; write `def test_...(student): ...`"
    function = inspect.unwrap(item.function)
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        return "is `async`, and nobody awaits it; write a plain function"
    if inspect.isgeneratorfunction(function):
        return "has a `yield`, so that its lines never run; write a plain function"
    lines = list(_returns(function))
    if lines:
        return f"returns a value in line {lines[0]}, which nobody looks at; check it instead"
    return ""


def _is_unittest(cls: type) -> bool:
    return any(base.__module__ == "unittest.case" for base in cls.__mro__)


def _returns(function: FunctionType) -> Iterator[int]:
    """The lines of the function's own `return`s that give a value."""
    try:
        source, first_line = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(source)))
    except (OSError, TypeError, SyntaxError):  # made at run time: there is no source to read
        return
    for definition in tree.body:
        for node in _own(definition):
            if isinstance(node, ast.Return) and not _is_none(node.value):
                yield first_line + node.lineno - 1


def _own(definition: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(definition):
        if not isinstance(node, _INNER):
            yield node
            yield from _own(node)


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)
