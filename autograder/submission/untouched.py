"""Tells whether a module is still the stub that was handed out, while the answer stands in a notebook.

nbgrader hands in every file of the folder: who writes the functions into the notebook hands in the
untouched module with it, without having meant to.
"""

import ast
from collections.abc import Collection, Mapping

from autograder.errors import SubmissionError
from autograder.submission.kinds import is_module, is_notebook, notebook_code
from autograder.submission.magics import python_text
from autograder.submission.notebook import NEVER_COMPILES
from autograder.submission.statements import Statement, statements


def written_instead(main: str, files: Mapping[str, bytes], names: Collection[str]) -> str:
    """The one notebook that defines some of `names` where `main` holds none of them; else ""."""
    if not is_module(main) or not is_untouched(files[main], names):
        return ""
    notebooks = [path for path in files if is_notebook(path)]
    defining = [path for path in notebooks if _defines(path, files[path], names)]
    return defining[0] if len(defining) == 1 else ""


def is_untouched(module: bytes, names: Collection[str]) -> bool:
    """True if each definition of `names` in a module ends in NotImplementedError, whatever is asked."""
    try:
        tree = ast.parse(module)
    except NEVER_COMPILES:
        return False  # somebody wrote something
    bound = [node for node in tree.body if _binds(node, names)]
    return bool(bound) and all(map(_is_stub, bound))


def _binds(node: ast.stmt, names: Collection[str]) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name in names
    return any(_stored(part) in names for part in ast.walk(node))


def _stored(node: ast.AST) -> str:
    if isinstance(node, ast.alias):
        return node.asname or node.name
    return node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else ""


def _is_stub(node: ast.stmt) -> bool:
    if isinstance(node, ast.ClassDef):
        members = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.ClassDef)]
        return all(map(_is_stub, members))
    # a constructor's stub calls super().__init__() first; what returns something is no stub
    returns = any(isinstance(part, ast.Return | ast.Yield) for part in ast.walk(node))
    return isinstance(node, ast.FunctionDef) and _is_not_implemented(node.body[-1]) and not returns


def _is_not_implemented(node: ast.stmt) -> bool:
    raised = node.exc if isinstance(node, ast.Raise) else None
    called = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(called, ast.Name) and called.id == "NotImplementedError"


def _defines(path: str, notebook: bytes, names: Collection[str]) -> bool:
    try:
        cells = notebook_code(path, notebook)
    except SubmissionError:
        return False
    parsed = (
        statement for number, cell in enumerate(cells, 1) for statement in _statements(number, cell)
    )
    return any(not statement.is_import and statement.binds & set(names) for statement in parsed)


def _statements(number: int, cell: str) -> list[Statement]:
    try:
        return statements(number, python_text(cell))
    except NEVER_COMPILES:
        return []
