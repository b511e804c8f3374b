"""A notebook's code: out of its JSON on the trusted side, into a module inside the worker.

Nothing of a notebook is run here, and no Jupyter package is needed.
"""

import ast
import json
import re
import warnings
from collections.abc import Collection
from typing import Any

from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.magics import python_text
from autograder.submission.names import shown
from autograder.submission.no_code import refuse_no_code
from autograder.submission.source import text_of
from autograder.submission.statements import Statement, needed, outer_nodes, statements

SAVE_AGAIN = "Open it in Jupyter, save it and hand it in again."
HEADER = re.compile(r"# cell (\d+), line (\d+)")
NEVER_COMPILES = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


def notebook_cells(content: bytes) -> list[str]:
    """The source of each code cell; `SubmissionError` tells the student what to do."""
    notebook = _notebook(content)
    version = notebook.get("nbformat", 4)
    if isinstance(version, int) and version < 4:
        raise _no_notebook(f"has the old format {shown(str(version))}; expected 4")
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise _no_notebook("has no cells")
    code = [_source(cell) for cell in cells if cell.get("cell_type") == "code"]
    if sum(len(source.encode()) for source in code) > caps.SOURCE:
        raise SubmissionError(
            f"The notebook has more than {caps.words(caps.SOURCE)} of code. "
            "Take large data out of its cells and hand it in again."
        )
    return code


def module_source(cells: list[str], names: Collection[str] = ()) -> tuple[str, list[str]]:
    """A module with the cells' imports, definitions and what these refer to, and notes.

    Training loops, plots, prints and asserts stay behind. Whoever runs the module leaves out what
    fails. With `names`, assignments are kept for what these names need only. Never raises.
    """
    parsed: list[Statement] = []
    notes: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of "\d" in a student's string
        for number, cell in enumerate(cells, start=1):
            try:
                parsed += statements(number, python_text(cell))
            except NEVER_COMPILES as error:
                notes.append(_syntax_note(number, error))
        lines = ["from __future__ import annotations"] if _any_future(parsed) else []
        for statement in needed(parsed, names):
            lines += _standing(statement)
    return "\n".join(lines) + "\n", notes


def where(source: str, line: int) -> str:
    """The place in the notebook of a line of `module_source`: `cell 3, line 2`."""
    lines = source.split("\n")
    for above in range(min(line, len(lines)) - 1, -1, -1):
        header = HEADER.fullmatch(lines[above])
        if header:
            below = max(0, line - 1 - above - 1)  # the header is ours
            return f"cell {header[1]}, line {int(header[2]) + below}"
    return f"line {line}"


def _notebook(content: bytes) -> dict[str, Any]:
    try:
        refuse_no_code(content)
        notebook = json.loads(text_of(content))
    except SubmissionError as error:
        raise SubmissionError(f"The notebook {error}") from None
    except (ValueError, RecursionError, MemoryError):
        raise _no_notebook("is not valid JSON") from None
    if not isinstance(notebook, dict):
        raise _no_notebook("has no cells")
    return notebook


def _no_notebook(problem: str) -> SubmissionError:
    return SubmissionError(f"The notebook {problem}. {SAVE_AGAIN}")


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise _no_notebook("is damaged: a code cell holds no text")
    return source.encode("utf-8", "replace").decode("utf-8")  # JSON may hold half a character


def _syntax_note(number: int, error: BaseException) -> str:
    line = getattr(error, "lineno", None)
    place = f" on line {line}" if line else ""
    reason = getattr(error, "msg", None) or "it is too deeply nested, or no text"
    return f"cell {number} has a syntax error{place} and was left out: {shown(reason)}"


def _any_future(parsed: list[Statement]) -> bool:
    return any(_is_future(statement) and "annotations" in statement.binds for statement in parsed)


def _is_future(statement: Statement) -> bool:
    return isinstance(statement.node, ast.ImportFrom) and statement.node.module == "__future__"


def _standing(statement: Statement) -> list[str]:
    """The statement below its place, if it may stand in a module."""
    # a module begins with __future__, has no `x = await f()`, and `global` may spoil all of it
    if _is_future(statement) or _has_global(statement):
        return []
    try:
        compile(statement.text, "cell", "exec", dont_inherit=True)
    except NEVER_COMPILES:
        return []
    return [f"# cell {statement.cell}, line {statement.line}", *statement.lines]


def _has_global(statement: Statement) -> bool:
    return any(isinstance(node, ast.Global) for node in outer_nodes(statement.node))
