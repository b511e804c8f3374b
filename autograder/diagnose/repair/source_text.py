"""A student's source as edits see it: its functions, the parts of each, and the text of every part."""

import ast
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from autograder.diagnose.repair.code_edits import Scope

_TEXTS = (ast.JoinedStr, ast.Raise, ast.arg, ast.alias, ast.Global, ast.Nonlocal)  # nothing to edit


class Text:
    """A source, and where its parts stand in it."""

    def __init__(self, source: str, tree: ast.Module) -> None:
        self.content, self.attributes = source.encode(), _attributes(tree)
        sizes = (len(line) + 1 for line in self.content.split(b"\n"))
        self.offsets = [0, *accumulate(sizes)]
        self.functions: dict[ast.AST, tuple[list[ast.AST], Scope]] = {}

    def of(self, node: ast.AST) -> str:
        """A part, as the student wrote it."""
        start, end = self.bytes(node)
        return self.content[start:end].decode()

    def bytes(self, node: Any) -> tuple[int, int]:
        """Where a part begins and ends."""
        start = self.offsets[node.lineno - 1] + node.col_offset
        return start, self.offsets[node.end_lineno - 1] + node.end_col_offset

    def read(self, function: Any, numbers: tuple[float, ...]) -> tuple[list[ast.AST], Scope]:
        """The parts of a function that an edit may change, and what is known of it."""
        if function not in self.functions:
            nodes, arguments = list(_nodes(function)), function.args
            parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            names = tuple(parameter.arg for parameter in parameters)
            stored = [
                node.id
                for node in nodes
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            ]
            variables = tuple(dict.fromkeys(name for name in stored if name not in names))
            parents = {
                child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)
            }
            loaded = {
                ast.unparse(node) for node in nodes if isinstance(node, ast.Name | ast.Attribute)
            }
            values = [*names, *self.attributes.get(function, ())]
            unused = tuple(name for name in values if name not in {"self", *loaded})
            text = self.of
            scope = Scope(function, names, variables, unused, numbers, text, parents)
            self.functions[function] = nodes, scope
        return self.functions[function]


def definitions(body: Sequence[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes of a module, also those under a condition, in their order."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node
        elif isinstance(node, ast.If | ast.Try):
            yield from definitions([*node.body, *node.orelse])


def _attributes(tree: ast.Module) -> dict[ast.AST, list[str]]:
    """What the constructors of a class, whether defined once or again, keep for each of its methods."""
    classes = [node for node in definitions(tree.body) if isinstance(node, ast.ClassDef)]
    kept: dict[str, dict[str, None]] = {}
    for node in classes:
        stored = [
            n
            for n in ast.walk(node)
            if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
        ]
        kept.setdefault(node.name, {}).update(dict.fromkeys(map(ast.unparse, stored)))
    return {function: list(kept[node.name]) for node in classes for function in node.body}


def _nodes(function: Any) -> Iterator[ast.AST]:
    """All parts that an edit may change, in the order of the source."""
    stack: list[ast.AST] = list(
        reversed([*function.args.defaults, *function.args.kw_defaults, *function.body])
    )
    while stack:
        node = stack.pop()
        if node is None or isinstance(node, _TEXTS):
            continue
        if hasattr(node, "end_col_offset"):
            yield node
        children = [
            child
            for child in ast.iter_child_nodes(node)
            if child is not getattr(node, "annotation", None)
        ]
        stack += reversed(children)
