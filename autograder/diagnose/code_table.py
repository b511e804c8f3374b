"""The edits of any Python that the engine knows, likeliest first; those of networks stand in another table."""

import ast
import copy
from collections.abc import Iterator
from typing import Any

from autograder.diagnose.code_edits import CodeEdit, Replacement, Scope

MOST_NAMES = 8  # that are tried in the place of one
_OPPOSITE: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt,), ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div, ast.Add), ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mod), ast.Mod: (ast.FloorDiv,), ast.Pow: (ast.Mult,),
    ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip
_PAIRS = {frozenset(pair) for pair in ("ij", "hw", "xy", "rc", "yx", "mn", "HW")}
Changed = Iterator[Replacement]


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _flag(wrong: bool) -> Any:
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


def _by_one(step: int) -> Any:
    def change(node: Any, scope: Scope) -> Changed:
        if isinstance(node, ast.Constant) and type(node.value) is int:
            yield repr(node.value + step)
        elif isinstance(node, ast.expr) and not isinstance(
            node, ast.Constant | ast.UnaryOp | ast.Slice | ast.Tuple
        ):
            parent = scope.parents.get(node)
            is_range = isinstance(parent, ast.Call) and ast.unparse(parent.func) == "range"
            if isinstance(parent, ast.Slice) or (is_range and node in parent.args):  # type: ignore[union-attr]
                yield f"{scope.text(node)} {'+' if step > 0 else '-'} 1"

    return change


def exchanged(node: Any, scope: Scope) -> Changed:
    """Two arguments, operands or elements that stand side by side, in the other order."""
    if isinstance(node, ast.Call | ast.Tuple | ast.List):
        parts = node.args if isinstance(node, ast.Call) else node.elts
        is_target = isinstance(getattr(node, "ctx", None), ast.Store)
        for i in range(len(parts) - 1):
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


def _differ_in_one_letter(a: str, b: str) -> bool:
    alike = len(a) == len(b) > 1
    return alike and sum(mine != other for mine, other in zip(a, b, strict=True)) == 1


def lacks_return(node: Any, scope: Scope) -> Changed:
    """A function that ends without giving back what it has computed."""
    function = scope.function
    if node is not function.body[-1] or isinstance(node, ast.Return | ast.Raise):
        return
    if isinstance(node, ast.Expr):
        yield f"return {scope.text(node)}"
    names = [name for name in reversed(scope.variables)]
    if isinstance(node, ast.Assign | ast.AugAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        yield f"{scope.text(node)}; return {scope.text(target)}"
    elif isinstance(node, ast.For | ast.While | ast.If):
        indent = " " * function.body[-1].col_offset
        for name in names[:MOST_NAMES]:
            yield f"{scope.text(node)}\n{indent}return {name}"


def returns_too_early(node: Any, scope: Scope) -> Changed:
    """A `return` within a loop that belongs behind it."""
    if isinstance(node, ast.For | ast.While) and isinstance(node.body[-1], ast.Return):
        inner, text = scope.text(node.body[-1]), scope.text(node)
        if text.endswith(inner):
            yield f"{text[: -len(inner)]}pass\n{' ' * node.col_offset}{inner}"


def left_out(node: Any, scope: Scope) -> Changed:
    """A statement that should not be there."""
    simple = ast.Expr | ast.Assign | ast.AugAssign | ast.If | ast.Continue | ast.Break
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, simple) and not is_docstring:
        yield "pass"


def call_left_out(node: Any, scope: Scope) -> Changed:
    """What is called with a value, or on it, gives place to the value."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
            yield node.func.value
        if node.args and not isinstance(node.args[0], ast.Starred):
            yield node.args[0]


def _is_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id in (
        "torch",
        "F",
        "nn",
        "np",
        "math",
        "self",
        "super",
    )


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
            and not _is_module(call.func.value)
        )
        is_function = len(call.args) == 1 and not isinstance(call.args[0], ast.Starred)
        if is_method or is_function:
            yield call, node if isinstance(node, ast.BinOp) else None


def _around(call: ast.Call, value: ast.expr) -> ast.Call:
    if call.args:
        return ast.Call(call.func, [value], [])
    assert isinstance(call.func, ast.Attribute)
    return ast.Call(ast.Attribute(value, call.func.attr), [], [])


def keyword_left_out(node: Any, scope: Scope) -> Changed:
    """A call without one of its keywords, or its last argument."""
    if isinstance(node, ast.Call):
        for i in range(len(node.keywords)):
            yield ast.Call(node.func, node.args, [*node.keywords[:i], *node.keywords[i + 1 :]])
        if len(node.args) > 1:
            yield ast.Call(node.func, node.args[:-1], node.keywords)


def complement(node: Any, scope: Scope) -> Changed:
    """`1 - p` for `p`, and the other way round."""
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and ast.unparse(node.left) in ("1", "1.0")
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


def argument_for_number(node: Any, scope: Scope) -> Changed:
    """An argument that is ignored where a number stands."""
    if _is_number(node):
        yield from scope.parameters[-MOST_NAMES:]


def other_name(node: Any, scope: Scope) -> Changed:
    """Another argument or variable."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in scope.names:
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


def none_only(node: Any, scope: Scope) -> Changed:
    """`x or y` where x may be 0."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2:
        first, second = map(scope.text, node.values)
        yield f"{second} if {first} is None else {first}"


TABLE = (
    CodeEdit("a_flag_is_false", "with `True` in its place", _flag(False)),
    CodeEdit("a_flag_is_true", "with `False` in its place", _flag(True)),
    CodeEdit("a_return_is_missing", "with a `return`", lacks_return),
    CodeEdit("returns_within_the_loop", "with its `return` behind the loop", returns_too_early),
    CodeEdit("comparison_is_wrong", "with another comparison", comparison),
    CodeEdit("operator_is_wrong", "with another operator", operator),
    CodeEdit(
        "replaced_and_not_added_up", "with `+=` in place of `=`, or the other way round", added_up
    ),
    CodeEdit("written_in_place", "with a new value in place of one changed in place", not_in_place),
    CodeEdit("one_too_few", "with 1 more", _by_one(1)),
    CodeEdit("one_too_many", "with 1 less", _by_one(-1)),
    CodeEdit("names_are_mixed_up", "with another name", sibling),
    CodeEdit("order_is_wrong", "in another order", exchanged),
    CodeEdit("zero_is_taken_for_none", "with `None` alone replaced", none_only),
    CodeEdit("brackets_are_wrong", "with its brackets set otherwise", regrouped),
    CodeEdit("term_is_misplaced", "with a term moved into the call, or out of it", term_moved),
    CodeEdit("complement_is_needed", "taken from 1, or not", complement),
    CodeEdit("sign_is_wrong", "the other way round", sign),
    CodeEdit("argument_is_too_much", "without one of the arguments", keyword_left_out),
    CodeEdit("call_is_too_much", "without this call", call_left_out),
    CodeEdit("number_ignores_an_argument", "with an argument in its place", argument_for_number),
    CodeEdit("statement_is_too_much", "without this statement", left_out),
    CodeEdit("number_is_wrong", "with another number", other_number),
    CodeEdit("division_is_missing", "divided by, or times, a number of this function", scaled),
    CodeEdit("name_is_wrong", "with another variable", other_name),
)
