"""Runs a module so that a statement that fails is left out and what stands behind it still runs.

A module is run whole, as Python runs it. Only where an exception comes out of it are the statements
that follow taken one by one, so that a module that simply works costs nothing more.
"""

import __future__

import ast
import importlib.util
import sys
from collections.abc import Sequence
from itertools import islice
from types import CodeType, TracebackType
from typing import Any, NamedTuple

from autograder.protocol.steps import Raised
from autograder.submission.statements import bound, one_name_each
from autograder.worker.answering import raised

SourcePlace = tuple[int, int | None]  # a line, and a column in bytes where Python kept it
_FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
_TEXT = 80  # characters of a statement that are repeated


class FailedStatement(NamedTuple):
    """A statement that did not run to its end, and why."""

    file: str
    line: int
    text: str  # its first line
    binds: frozenset[str]  # the names that it would have given a value
    error: Raised


def execute(
    source: bytes, file: str, namespace: dict[str, Any], files: tuple[str, ...] = ()
) -> list[FailedStatement]:
    """Run a module in `namespace`; what was left out of it. Errors may name lines of `files`.

    Raises where the source is no module at all: `SyntaxError` and its like.
    """
    code = compile(source, file, "exec", dont_inherit=True)
    try:
        exec(code, namespace)  # noqa: S102 - its job
    except BaseException as error:  # noqa: BLE001 - the student's code runs in there
        place = _place(code, sys.exc_info()[2])
        fault = raised(error, (file, *files))
    else:
        return []
    remainder = _Rest(source, file, namespace, code.co_flags & _FUTURE, (file, *files))
    remainder.run(remainder.behind(ast.parse(source).body, place, fault))
    return remainder.left_out


class _Rest:
    """The statements behind one that failed, each compiled by itself, at its own line."""

    def __init__(
        self,
        source: bytes,
        file: str,
        namespace: dict[str, Any],
        future: int,
        files: tuple[str, ...],
    ) -> None:
        self.lines = importlib.util.decode_source(source).split("\n")
        self.file, self.namespace, self.future, self.files = file, namespace, future, files
        self.left_out: list[FailedStatement] = []

    def run(self, nodes: Sequence[ast.stmt]) -> None:
        """Run the statements in their order; one that fails does not stop the next."""
        stack = list(reversed(nodes))
        while stack:
            node = stack.pop()
            place: SourcePlace = node.lineno, node.col_offset  # where it does not even compile
            code = None
            try:
                module = ast.Module([node], [])
                code = compile(module, self.file, "exec", self.future, dont_inherit=True)
                exec(code, self.namespace)  # noqa: S102 - its job
            except BaseException as error:  # noqa: BLE001 - the student's code runs in there
                place = _place(code, sys.exc_info()[2]) if code else place
                fault = raised(error, self.files)
                stack += reversed(self.behind([node], place, fault))

    def behind(
        self, body: Sequence[ast.stmt], place: SourcePlace, fault: Raised
    ) -> Sequence[ast.stmt]:
        """Note the statement of `body` that failed there; those behind it."""
        failed, following = _split(body, place) or (body[-1], [])
        if isinstance(failed, ast.Import | ast.ImportFrom) and len(failed.names) > 1:
            return [*one_name_each([failed]), *following]  # the missing one takes no other with it
        names = frozenset(bound(failed))
        self.left_out.append(
            FailedStatement(self.file, failed.lineno, self._text(failed), names, fault)
        )
        return following

    def _text(self, node: ast.stmt) -> str:
        if isinstance(node, ast.Import | ast.ImportFrom):
            text = ast.unparse(node)
        else:
            line = self.lines[node.lineno - 1].encode()
            is_one_line = node.end_lineno == node.lineno
            end = node.end_col_offset if is_one_line else None
            text = line[node.col_offset : end].decode().strip()
        return text if len(text) <= _TEXT else f"{text[: _TEXT - 3]}..."


def _place(code: CodeType, trace: TracebackType | None) -> SourcePlace:
    """Where in the module's own code the exception came out."""
    while trace is not None and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    if trace is None:
        return 0, None
    positions = islice(code.co_positions(), trace.tb_lasti // 2, None)
    line, _, column, _ = next(positions, (None, None, None, None))
    return (trace.tb_lineno, None) if line is None else (line, column)


def _split(
    body: Sequence[ast.stmt], place: SourcePlace
) -> tuple[ast.stmt, Sequence[ast.stmt]] | None:
    """The statement at a place, and those that follow it; also within `if` and `try`."""
    for index, node in enumerate(body):
        if not _encloses(node, place):
            continue
        for branch in _branches(node):
            if inner := _split(branch, place):
                return inner[0], [*inner[1], *body[index + 1 :]]
        return node, body[index + 1 :]
    return None


def _encloses(node: ast.stmt, place: SourcePlace) -> bool:
    line, column = place
    heads = [node, *getattr(node, "decorator_list", [])]
    start = min((head.lineno, head.col_offset) for head in heads)
    end = node.end_lineno or node.lineno, node.end_col_offset or 0
    if column is None:
        return start[0] <= line <= end[0]
    return start <= (line, column) <= end


def _branches(node: ast.stmt) -> list[list[ast.stmt]]:
    """The bodies that may hold definitions of the module; what ran of them is not run again."""
    if isinstance(node, ast.If):
        return [node.body, node.orelse]
    if isinstance(node, ast.Try | ast.TryStar):
        handled = [handler.body for handler in node.handlers]
        return [node.body, *handled, node.orelse, node.finalbody]
    return []
