"""Edits of statements and calls: what lacks, and what is too much."""

import ast
from typing import Any

from autograder.diagnose.repair.code_edits import Changed, Scope, is_module

MOST_NAMES = 8  # that are tried as what is given back


def lacks_return(node: Any, scope: Scope) -> Changed:
    """A function that ends without giving back what it has computed."""
    function = scope.function
    if node is not function.body[-1] or isinstance(node, ast.Return | ast.Raise):
        return
    if isinstance(node, ast.Expr):
        yield f"return {scope.text(node)}"
    names = list(reversed(scope.variables))
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
        if isinstance(node.func, ast.Attribute) and not is_module(node.func.value):
            yield node.func.value
        if node.args and not isinstance(node.args[0], ast.Starred):
            yield node.args[0]


def keyword_left_out(node: Any, scope: Scope) -> Changed:
    """A call without one of its keywords, or its last argument."""
    if isinstance(node, ast.Call):
        for i in range(len(node.keywords)):
            yield ast.Call(node.func, node.args, [*node.keywords[:i], *node.keywords[i + 1 :]])
        if len(node.args) > 1:
            yield ast.Call(node.func, node.args[:-1], node.keywords)
