"""Small edits of a student's source: which part of the syntax tree, and what may stand there instead.

Nothing here is run. A row of a table is a kind of mistake with the words for it; the words tell what
was tried and never the new code, but for `True` and `False`.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from autograder.diagnose.edits import marked

Replacement = str | ast.AST  # what stands in a node's place
_MARK = "__code_edit__"
_NO_VALUES = {"torch", "F", "nn", "np", "math", "self", "super"}


class Scope(NamedTuple):
    """What an edit may know beside the node: the function around it, and the names in it."""

    function: ast.FunctionDef | ast.AsyncFunctionDef
    parameters: tuple[str, ...]
    variables: tuple[str, ...]  # that the function binds, without its parameters
    unused: tuple[str, ...]  # arguments, and values of the object, that the function does not read
    numbers: tuple[float, ...]  # that the tests are known to ask with
    text: Callable[[ast.AST], str]  # of a node, as the student wrote it
    parents: Mapping[ast.AST, ast.AST]

    @property
    def names(self) -> tuple[str, ...]:
        """All names that have a value here."""
        return self.parameters + self.variables


Changed = Iterator[Replacement]
Change = Callable[[Any, Scope], Iterable[Replacement]]


class CodeEdit(msgspec.Struct, frozen=True):
    """One kind of edit: what may stand in the place of a node, and what was tried, in words."""

    name: str
    words: str  # "with another comparison": a sentence goes on with what the tests say then
    change: Change


def code_edit(says: str) -> Callable[[Any], Any]:
    """Mark a function as an edit of a student's code.

    It gets a node of the syntax tree (`ast`) and gives what may stand there instead, as code or as
    nodes; nothing where it does not apply. `says` stands between the place and "all failed tests pass".
    """

    def mark(function: Any) -> Any:
        setattr(function, _MARK, says)
        return function

    return mark


def marked_code_edit(name: str, function: Any) -> CodeEdit | None:
    """The edit that a function was marked as, if it was."""
    says = marked(function, _MARK)
    if says is None:
        return None
    return CodeEdit(name, says, lambda node, scope: function(node))


def is_module(node: ast.AST) -> bool:
    """Whether a name stands for no value: a module, or the object itself."""
    return isinstance(node, ast.Name) and node.id in _NO_VALUES
