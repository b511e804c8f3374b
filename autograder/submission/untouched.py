"""Tells whether a module is still the stub that was handed out, while the answer stands in a notebook.

nbgrader hands in every file of the folder: who writes the functions into the notebook hands in the
untouched module with it, without having meant to.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from autograder.errors import SubmissionError
from autograder.submission.kinds import code_pieces, is_code, is_notebook
from autograder.submission.magics import python_text
from autograder.submission.notebook import NEVER_COMPILES
from autograder.submission.statements import Statement, statements
from autograder.syntax import parsed

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def written_instead(main: str, files: Mapping[str, bytes], names: Collection[str]) -> list[str]:
    """The files that define some of `names` where `main` is as it was handed out."""
    if not is_code(main) or not is_as_handed_out(main, files[main], names):
        return []
    return _written(files, names, besides=main)


def only_written(files: Mapping[str, bytes], names: Collection[str]) -> str:
    """The one file that defines some of `names`, or ""."""
    written = _written(files, names)
    return written[0] if len(written) == 1 else ""


def is_as_handed_out(path: str, content: bytes, names: Collection[str]) -> bool:
    """True for a stub, and for a notebook that defines no name but as a stub."""
    if is_notebook(path):
        return not any(_writes(statement, names) for statement in _all_statements(path, content))
    return is_untouched(content, names)


def is_untouched(module: bytes, names: Collection[str]) -> bool:
    """True if each definition of `names` in a module ends in NotImplementedError, whatever is asked."""
    try:
        tree = parsed(module)
    except NEVER_COMPILES:
        return False  # somebody wrote something
    bound = [node for node in tree.body if _binds(node, names)]
    return bool(bound) and all(map(_is_stub, bound))


def _written(files: Mapping[str, bytes], names: Collection[str], besides: str = "") -> list[str]:
    return [
        path
        for path, content in files.items()
        if path != besides
        and is_code(path)
        and not PurePosixPath(path).name.startswith("test_")
        and any(_writes(statement, names) for statement in _all_statements(path, content))
    ]


def _writes(statement: Statement, names: Collection[str]) -> bool:
    """True if a statement defines one of `names`, and does not just import it or leave it to do."""
    is_bound = not statement.is_import and bool(statement.binds & set(names))
    return is_bound and not (isinstance(statement.node, DEFINITIONS) and _is_stub(statement.node))


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


def _all_statements(path: str, content: bytes) -> Iterator[Statement]:
    """The statements of a module or a notebook; none of what cannot be read, or is no Python."""
    try:
        cells = code_pieces(path, content)
    except SubmissionError:
        return
    for number, cell in enumerate(cells, 1):
        try:
            yield from statements(number, python_text(cell))
        except NEVER_COMPILES:
            continue
