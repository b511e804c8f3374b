"""The edits of code with tensors and networks, made of the tables in `autograder.networks.code_tables`."""

import ast
import copy
from typing import Any

from autograder.diagnose.repair.code_edits import Changed, CodeEdit, Scope
from autograder.networks import code_tables as words

LONGEST_BORDER = 30  # characters


def called(node: Any) -> str:
    """The last name of what is called; "" where the node is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def lacks_keyword(node: Any, scope: Scope) -> Changed:
    """A keyword that this call may lack."""
    given = {keyword.arg for keyword in getattr(node, "keywords", ())}
    for keywords in words.KEYWORDS.get(called(node), ()):
        new = ast.parse(f"f({keywords})", mode="eval").body.keywords  # type: ignore[attr-defined]
        if not given & {keyword.arg for keyword in new}:
            yield ast.Call(node.func, node.args, [*node.keywords, *new])


def lacks_dtype(node: Any, scope: Scope) -> Changed:
    """A tensor that is made without the dtype of what came in."""
    if called(node) in words.TYPED and all(keyword.arg != "dtype" for keyword in node.keywords):
        for name in [name for name in scope.parameters if name != "self"][:2]:
            dtype = ast.keyword("dtype", ast.Attribute(ast.Name(name), "dtype"))
            yield ast.Call(node.func, node.args, [*node.keywords, dtype])


def other_axis(node: Any, scope: Scope) -> Changed:
    """Another axis, where one is named or stands at an axis' place; none where one is too much."""
    parent = scope.parents.get(node)
    named = isinstance(parent, ast.keyword) and parent.arg in words.AXIS_KEYWORDS
    method = isinstance(getattr(parent, "func", None), ast.Attribute)  # not Python's own max, sum
    placed = method and called(parent) in words.WITH_AXIS and node in getattr(parent, "args", ())
    is_axis = isinstance(node, ast.Constant | ast.UnaryOp | ast.Tuple)
    if is_axis and (named or placed):
        yield from (axis for axis in words.AXES if axis != ast.unparse(node))


def lacks_axis(node: Any, scope: Scope) -> Changed:
    """A reduction over everything."""
    method = isinstance(getattr(node, "func", None), ast.Attribute)
    if method and called(node) in words.REDUCTIONS and not node.keywords:
        for axis in words.AXES:
            value = ast.parse(axis, mode="eval").body
            yield ast.Call(node.func, node.args, [ast.keyword("dim", value)])


def twin(node: Any, scope: Scope) -> Changed:
    """Another function or method of the same kind."""
    if isinstance(node, ast.Attribute) and isinstance(scope.parents.get(node), ast.Call):
        for name in words.TWINS.get(node.attr, ()):
            yield ast.Attribute(node.value, name, node.ctx)
    if isinstance(node, ast.Name) and isinstance(scope.parents.get(node), ast.Call):
        yield from words.TWINS.get(node.id, ())


def border(node: Any, scope: Scope) -> Changed:
    """Minus infinity for zero, and the other way round."""
    is_short = isinstance(node, ast.Constant | ast.UnaryOp | ast.Call | ast.Attribute)
    text = ast.unparse(node) if is_short and len(scope.text(node)) < LONGEST_BORDER else ""
    if text in ("0", "0.0", "float('-inf')", "-float('inf')", "-torch.inf", "-math.inf"):
        yield from words.BORDERS


def added_call(node: Any, scope: Scope) -> Changed:
    """A value without its graph, or a copy of it."""
    inside = isinstance(
        scope.parents.get(node), ast.Assign | ast.Return | ast.BinOp | ast.AugAssign
    )
    is_value = isinstance(node, ast.Name | ast.Attribute | ast.Call)
    if inside and is_value and not isinstance(getattr(node, "ctx", None), ast.Store):
        for name in words.ADDED_CALLS:
            yield f"{scope.text(node)}.{name}()"


def state_of_layer(node: Any, scope: Scope) -> Changed:
    """What a layer's own mode must decide."""
    is_flag = isinstance(node, ast.Constant) and isinstance(node.value, bool)
    asks = called(node) == "is_grad_enabled"
    if scope.parameters[:1] == ("self",) and (is_flag or asks):
        yield from words.SELF_STATES


def statement_before(node: Any, scope: Scope) -> Changed:
    """`optimizer.zero_grad()` before `loss.backward()`."""
    if isinstance(node, ast.Expr) and called(node.value) in words.BEFORE:
        for statement in words.BEFORE[called(node.value)]:
            if statement.split(".")[0] in scope.names:
                yield f"{statement}; {scope.text(node)}"


def mode_at_the_start(node: Any, scope: Scope) -> Changed:
    """`model.eval()` or `model.train()`, first of all."""
    body = scope.function.body
    if node in body and node is body[min(1, len(body) - 1)] and not isinstance(node, ast.expr):
        for name in words.NETWORKS:
            for mode in words.AT_THE_START if name in scope.parameters else ():
                indent = " " * node.col_offset
                yield f"{name}.{mode}()\n{indent}{scope.text(node)}"


def padded_otherwise(node: Any, scope: Scope) -> Changed:
    """The pairs of a padding in the other order."""
    if (
        called(node) == "pad"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Tuple | ast.List)
    ):
        elements = node.args[1].elts
        if len(elements) == 4:
            new = copy.copy(node.args[1])
            new.elts = [*elements[2:], *elements[:2]]
            yield ast.Call(node.func, [node.args[0], new, *node.args[2:]], node.keywords)


FIRST = (
    CodeEdit("a_keyword_is_missing", "with one keyword more", lacks_keyword),
    CodeEdit("border_is_wrong", "with another value at the border", border),
    CodeEdit("axis_is_wrong", "along another axis", other_axis),
    CodeEdit("function_is_wrong", "with another function of its kind", twin),
    CodeEdit("zero_grad_is_missing", "with the gradients set to zero before", statement_before),
    CodeEdit("mode_is_not_set", "with the network's mode set before", mode_at_the_start),
    CodeEdit("mode_is_not_asked", "with the layer's own mode in its place", state_of_layer),
)
LATER = (
    CodeEdit("axis_is_missing", "along one axis, or some of them", lacks_axis),
    CodeEdit(
        "padding_is_turned", "with rows and columns of the padding exchanged", padded_otherwise
    ),
    CodeEdit("dtype_is_missing", "with the dtype of what came in", lacks_dtype),
    CodeEdit("graph_or_memory_is_shared", "with a copy, or without its graph", added_call),
)
