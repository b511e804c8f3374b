"""Edits of names, numbers and their order: another one, or two in each other's place."""

import ast
import copy
from itertools import combinations, islice
from typing import Any

from autograder.diagnose.repair.code_edits import Changed, Scope, is_module

MOST_NAMES = 8  # that are tried in the place of one
MOST_WALKED = 200  # parts of a statement
MOST_PARTS = 8  # of a call, or of a list
MOST_LOADED = 30  # that a statement may name
_PAIRS = {frozenset(pair) for pair in ("ij", "hw", "xy", "rc", "yx", "mn", "HW")}


def exchanged(node: Any, scope: Scope) -> Changed:
    """Two arguments, operands or elements that stand side by side, in the other order."""
    if isinstance(node, ast.Call | ast.Tuple | ast.List):
        parts = node.args if isinstance(node, ast.Call) else node.elts
        is_target = isinstance(getattr(node, "ctx", None), ast.Store)
        for i in range(min(len(parts) - 1, MOST_PARTS)):
            if ast.dump(parts[i]) != ast.dump(parts[i + 1]) and not is_target:
                other = [*parts[:i], parts[i + 1], parts[i], *parts[i + 2 :]]
                if any(isinstance(part, ast.Slice) for part in parts):  # no brackets around these
                    yield ", ".join(map(scope.text, other))
                    continue
                new = copy.copy(node)
                setattr(new, "args" if isinstance(node, ast.Call) else "elts", other)
                yield new
    if isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.MatMult
    ):
        yield ast.BinOp(node.right, node.op, node.left)


def sibling(node: Any, scope: Scope) -> Changed:
    """A name that differs in one letter, such as kw for kh; rows for columns of a shape."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for name in scope.names:
            if frozenset((name, node.id)) in _PAIRS or _differ_in_one_letter(name, node.id):
                yield name
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr[-1:].isdigit()
    ):
        stem, number = node.attr[:-1], int(node.attr[-1])
        for other in (number - 1, number + 1):
            if other >= 0:
                yield ast.Attribute(node.value, f"{stem}{other}", node.ctx)


def lopsided(node: Any, scope: Scope) -> Changed:
    """A name that differs in one letter, where a statement names its sibling nowhere: `kh, kh`."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        beside = _names_beside(node, scope)
        yield from (name for name in sibling(node, scope) if name not in beside)


def _names_beside(node: ast.AST, scope: Scope) -> set[str]:
    """The names of the same statement, or of the same head of a loop or condition."""
    while not isinstance(parent := scope.parents.get(node), ast.stmt | None):
        node = parent
    whole = node if parent is None or hasattr(parent, "body") else parent
    parts = islice(ast.walk(whole), MOST_WALKED)
    return {part.id for part in parts if isinstance(part, ast.Name)}


def exchanged_names(node: Any, scope: Scope) -> Changed:
    """Two names that differ in one letter, each in the other's place in all of a statement."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Return | ast.Expr):
        loaded = [
            n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
        ]
        for a, b in combinations(list(dict.fromkeys(loaded))[:MOST_LOADED], 2):
            if frozenset((a, b)) in _PAIRS or _differ_in_one_letter(a, b):
                yield _Exchange({a: b, b: a}).visit(copy.deepcopy(node))


class _Exchange(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if isinstance(node.ctx, ast.Load):
            node.id = self.names.get(node.id, node.id)
        return node


def unused_argument(signs: str) -> Any:
    """A value with an argument that is used nowhere: added, as a factor, as a divisor."""

    def change(node: Any, scope: Scope) -> Changed:
        parent = scope.parents.get(node)
        inside = isinstance(parent, ast.Call | ast.Return | ast.BinOp | ast.Assign)
        is_value = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.BinOp)
        is_called = node is getattr(parent, "func", None)
        is_stored = isinstance(getattr(node, "ctx", None), ast.Store)
        is_base = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super"
        if not is_value or is_stored or is_base:
            return
        if (inside and not is_called) or _is_asked(node, scope):
            for name in scope.unused:
                yield from (f"({scope.text(node)}) {sign} {name}" for sign in signs)

    return change


def _is_asked(node: Any, scope: Scope) -> bool:
    """Whether a value's own method is called: `x` of `x.sqrt()`."""
    parent = scope.parents.get(node)
    if not isinstance(parent, ast.Attribute) or is_module(node):
        return False
    return getattr(scope.parents.get(parent), "func", None) is parent


def _differ_in_one_letter(a: str, b: str) -> bool:
    alike = len(a) == len(b) > 1
    return alike and sum(mine != other for mine, other in zip(a, b, strict=True)) == 1


def argument_for_number(node: Any, scope: Scope) -> Changed:
    """An argument that is ignored where a number stands."""
    if _is_number(node) and not _is_default(node, scope):
        yield from scope.parameters[-MOST_NAMES:]


def _is_default(node: Any, scope: Scope) -> bool:
    """Whether it stands in the head of the function, where no argument has a value yet."""
    return isinstance(scope.parents.get(node), ast.arguments)


def other_name(node: Any, scope: Scope) -> Changed:
    """Another argument or variable."""
    in_body = isinstance(node, ast.Name) and not _is_default(node, scope)
    if in_body and isinstance(node.ctx, ast.Load) and node.id in scope.names:
        others = [name for name in scope.names if name not in (node.id, "self")]
        yield from others[:MOST_NAMES]


def other_number(node: Any, scope: Scope) -> Changed:
    """Another number: one that is common, or that a test is known to ask with."""
    if _is_number(node):
        for number in dict.fromkeys((0, 1, 2, -1, 0.5, 1e-5, 0.1, *scope.numbers)):
            if number != node.value:
                yield repr(number)


def scaled(node: Any, scope: Scope) -> Changed:
    """A division, or a factor, that was forgotten at what is given back."""
    if isinstance(node, ast.expr) and isinstance(scope.parents.get(node), ast.Return):
        text = scope.text(node)
        for name in [name for name in scope.names if name != "self"][-MOST_NAMES:]:
            yield f"({text}) / {name}"
            yield f"({text}) * {name}"


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)
