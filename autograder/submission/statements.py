"""The statements of a notebook's cells, and which of them its definitions need."""

import ast
import copy
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from autograder.submission.names_in_code import bound, changed, root, used


class Statement(NamedTuple):
    """One top-level statement and what it does to the notebook's names."""

    cell: int
    line: int  # of the cell
    node: ast.stmt
    lines: list[str]  # as the student wrote them
    binds: set[str]
    changes: set[str]

    @property
    def text(self) -> str:
        """The statement alone."""
        return "\n".join(self.lines)

    @property
    def is_import(self) -> bool:
        """True for a plain import, which is always kept."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def is_definition(self) -> bool:
        """True if it defines a function or a class, perhaps under a condition."""
        return any(_defines(node) for node in _under_conditions(self.node))


def statements(cell: int, text: str) -> list[Statement]:
    """The cell's statements; `SyntaxError` and its like if the cell could not have run."""
    tree = ast.parse(text)
    compile(text, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    lines = text.split("\n")
    return [_statement(cell, node, lines) for node in one_name_each(tree.body)]


def needed(cells: Sequence[Statement], names: Collection[str] = ()) -> list[Statement]:
    """Imports, definitions, and whatever these refer to; with `names`, only what those need."""
    solid = _bound(one for one in cells if one.is_import or one.is_definition)
    definitions = {i for i, one in enumerate(cells) if _is_root(one, solid)}
    own = _bound(one for one in cells if not one.is_import)
    wanted = set(names) or _bound(cells[i] for i in definitions)
    followed: set[int] = set()
    while new := [
        i
        for i, one in enumerate(cells)
        if i not in followed and not one.is_import and wanted & (one.binds | one.changes & own)
    ]:
        followed.update(new)
        wanted.update(*(used(cells[i].text) for i in new))
    kept = definitions | followed
    return [one for i, one in enumerate(cells) if one.is_import or i in kept]


def one_name_each(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements, with an import of several names as several imports.

    `import seaborn, torch`: the one that is missing must not take the other with it.
    """
    single: list[ast.stmt] = []
    for node in body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            single.append(node)
            continue
        for alias in node.names:
            one = copy.copy(node)
            one.names = [alias]
            single.append(one)
    return single


def _bound(some: Iterable[Statement]) -> set[str]:
    return {name for one in some for name in one.binds}


def _is_root(statement: Statement, solid: set[str]) -> bool:
    # `max_pool2d = MaxPool.apply` defines; `best = history` would bring the training with it
    node = statement.node
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):
        return bool(root(node.value) & solid)
    return statement.is_definition


def _statement(cell: int, node: ast.stmt, lines: list[str]) -> Statement:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    if isinstance(node, ast.Import | ast.ImportFrom):
        own = [ast.unparse(node)]
    else:
        own = lines[first - 1 : node.end_lineno]
        own[-1] = own[-1].encode()[: node.end_col_offset].decode()
        own[0] = own[0] if decorators else own[0].encode()[node.col_offset :].decode()
    return Statement(cell, first, node, own, bound(node), changed(node))


def _under_conditions(node: ast.stmt) -> list[ast.stmt]:
    found, inside = [], [node]
    while inside:
        one = inside.pop()
        found.append(one)
        if isinstance(one, ast.If | ast.Try):
            inside += [*one.body, *one.orelse, *getattr(one, "finalbody", [])]
            inside += [s for handler in getattr(one, "handlers", []) for s in handler.body]
    return found


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return isinstance(node.value, ast.Lambda)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
