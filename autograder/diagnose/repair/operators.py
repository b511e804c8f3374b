"""Edits of operators, numbers and brackets: `<` for `<=`, `n - 1` for `n`, `sqrt(a) + b` for `sqrt(a + b)`."""

import ast
import copy
from collections.abc import Iterator
from typing import Any

from autograder.diagnose.repair.code_edits import Changed, Scope, is_module

_OPPOSITE: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt,), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div, ast.Add), ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mod), ast.Mod: (ast.FloorDiv,), ast.Pow: (ast.Mult,),
    ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip


def flag(wrong: bool) -> Any:
    """`False` for `True`, or the other way round."""

    def change(node: Any, scope: Scope) -> Changed:
        if isinstance(node, ast.Constant) and node.value is wrong:
            yield repr(not wrong)

    return change


def comparison(node: Any, scope: Scope) -> Changed:
    """`<` for `<=`."""
    if isinstance(node, ast.Compare):
        for i, operator in enumerate(node.ops):
            for other in _OPPOSITE.get(type(operator), ()):
                new = copy.copy(node)
                new.ops = [*node.ops[:i], other(), *node.ops[i + 1 :]]
                yield new


def operator(node: Any, scope: Scope) -> Changed:
    """`-` for `+`, `//` for `/`, `or` for `and`; a division rounded up."""
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign):
        for other in _OPPOSITE.get(type(node.op), ()):
            new = copy.copy(node)
            new.op = other()
            yield new
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        yield f"-(-({scope.text(node.left)}) // ({scope.text(node.right)}))"


def added_up(node: Any, scope: Scope) -> Changed:
    """`+=` for `=`, and the other way round."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript | ast.Name):
        yield ast.AugAssign(node.targets[0], ast.Add(), node.value)
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


def not_in_place(node: Any, scope: Scope) -> Changed:
    """`x = x + y` for `x += y`, `relu` for `relu_`."""
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        value = ast.BinOp(ast.Name(node.target.id), node.op, node.value)
        yield ast.Assign([node.target], value, lineno=node.lineno)
    if isinstance(node, ast.Attribute) and node.attr.endswith("_") and node.attr[0] != "_":
        yield ast.Attribute(node.value, node.attr.rstrip("_"), node.ctx)


def none_only(node: Any, scope: Scope) -> Changed:
    """`x or y` where x may be 0."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2:
        first, second = map(scope.text, node.values)
        yield f"{second} if {first} is None else {first}"


def by_one(step: int) -> Any:
    """A whole number, or the end of a range or of a slice, by one more or less."""

    def change(node: Any, scope: Scope) -> Changed:
        if isinstance(node, ast.Constant) and type(node.value) is int:
            yield repr(node.value + step)
        elif isinstance(node, ast.expr) and not isinstance(
            node, ast.Constant | ast.UnaryOp | ast.Slice | ast.Tuple
        ):
            parent = scope.parents.get(node)
            is_range = isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "range"
            if isinstance(parent, ast.Slice) or (is_range and node in parent.args):  # type: ignore[union-attr]
                yield f"{scope.text(node)} {'+' if step > 0 else '-'} 1"

    return change


def sign(node: Any, scope: Scope) -> Changed:
    """Without the minus before it; a condition the other way round."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield node.operand
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield ast.fix_missing_locations(_with_test(node, ast.UnaryOp(ast.Not(), node.test)))


def _with_test(node: Any, test: ast.expr) -> ast.AST:
    new = copy.copy(node)
    new.test = test
    return new


def complement(node: Any, scope: Scope) -> Changed:
    """`1 - p` for `p`, and the other way round."""
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and getattr(node.left, "value", None) == 1
    ):
        yield node.right
    names = isinstance(node, ast.Name) and node.id in scope.names and isinstance(node.ctx, ast.Load)
    attribute = (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )
    inside = isinstance(scope.parents.get(node), ast.BinOp | ast.Compare | ast.Call | ast.UnaryOp)
    if (names or attribute) and inside:
        yield f"1 - {scope.text(node)}"


def regrouped(node: Any, scope: Scope) -> Changed:
    """`a * (b + c)` for `a * b + c`, and the other way round."""
    if not isinstance(node, ast.BinOp):
        return
    if isinstance(node.left, ast.BinOp):
        yield ast.BinOp(
            node.left.left, node.left.op, ast.BinOp(node.left.right, node.op, node.right)
        )
    if isinstance(node.right, ast.BinOp):
        yield ast.BinOp(
            ast.BinOp(node.left, node.op, node.right.left), node.right.op, node.right.right
        )


def term_moved(node: Any, scope: Scope) -> Changed:
    """A term into the call beside it, or out of it: `sqrt(a) + b` for `sqrt(a + b)`."""
    for call, put in _calls_of_one(node):
        inner = (
            call.func.value
            if isinstance(call.func, ast.Attribute) and not call.args
            else call.args[0]
        )
        if put is None and isinstance(inner, ast.BinOp):
            yield ast.BinOp(_around(call, inner.left), inner.op, inner.right)
        elif put is not None:
            yield _around(call, ast.BinOp(inner, put.op, put.right))


def _calls_of_one(node: Any) -> Iterator[tuple[Any, Any]]:
    """Calls with one value, alone or as the left side of an operator."""
    call = node.left if isinstance(node, ast.BinOp) else node
    if isinstance(call, ast.Call) and not call.keywords:
        is_method = (
            isinstance(call.func, ast.Attribute)
            and not call.args
            and not is_module(call.func.value)
        )
        is_function = len(call.args) == 1 and not isinstance(call.args[0], ast.Starred)
        if is_method or is_function:
            yield call, node if isinstance(node, ast.BinOp) else None


def _around(call: ast.Call, value: ast.expr) -> ast.Call:
    if call.args:
        return ast.Call(call.func, [value], [])
    assert isinstance(call.func, ast.Attribute)
    return ast.Call(ast.Attribute(value, call.func.attr), [], [])
