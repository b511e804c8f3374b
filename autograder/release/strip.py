"""Takes the answers out of a solution: what is left is the stub that students fill in.

An answer stands between `### BEGIN SOLUTION` and `### END SOLUTION`. Nothing of it may reach a
generated file; `leaks` looks for what did.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

import msgspec

from autograder.errors import AssignmentError

PLACEHOLDER = "# YOUR CODE HERE"
MARKER = re.compile(r"([ \t]*)### (BEGIN|END) SOLUTION[ \t]*")
LOOKALIKE = re.compile(r"\s*#+\s*(begin|end)[\s_-]*solution", re.IGNORECASE)
TELLING = 12  # a line up to this long, such as `return x`, gives nothing away


class Block(msgspec.Struct, frozen=True):
    """One answer: the line numbers of its two markers, counted from 1, and its indentation."""

    begin: int
    end: int
    indent: str


def has_answers(source: str) -> bool:
    """True where a line is a marker or was meant to be one."""
    return any(LOOKALIKE.match(line) for line in source.split("\n"))


def strip(source: str, path: PurePath) -> str:
    """The stub: each answer becomes `# YOUR CODE HERE` and `raise NotImplementedError`.

    An answer at module level, which holds helper functions, becomes the comment alone: a stub
    must import cleanly. `AssignmentError` names file and line where a marker is unbalanced, nested
    or misspelt, where there is none, and where the stub would not compile or not import.
    """
    blocks = _blocks(source, path)
    lines = source.split("\n")
    for block in reversed(blocks):
        stub = [f"{block.indent}{PLACEHOLDER}"]
        if block.indent:
            stub.append(f"{block.indent}raise NotImplementedError")
        lines[block.begin - 1 : block.end] = stub
    text = "\n".join(lines)
    _refuse_what_does_not_import(text, blocks, path)
    return text


def answers(source: str, path: PurePath) -> frozenset[str]:
    """The lines that must not be seen: those longer than 12 characters that only answers hold."""
    lines = source.split("\n")
    blocks = _blocks(source, path)
    answer_lines = {number for block in blocks for number in range(block.begin, block.end + 1)}
    public = "\n".join(line for number, line in enumerate(lines, 1) if number not in answer_lines)
    secret = {lines[number - 1].strip() for number in answer_lines}
    return frozenset(line for line in secret if len(line) > TELLING and line not in public)


def leaks(secret: frozenset[str], files: Mapping[str, bytes]) -> Iterator[str]:
    """One sentence for each line of an answer that a generated file holds."""
    for name, content in files.items():
        text = _readable(name, content)
        for line in sorted(secret):
            if line in text:
                yield f"{name} holds a line of the solution: {line}"


def _readable(name: str, content: bytes) -> str:
    """The text a reader sees; a notebook's cells are stored with escapes."""
    text = content.decode("utf-8", errors="replace")
    if not name.endswith(".ipynb"):
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def _blocks(source: str, path: PurePath) -> list[Block]:
    blocks: list[Block] = []
    begin, indent = 0, ""  # line 0: no answer is open
    for number, word, spaces in _markers(source, path):
        if word == "END" and not begin:
            raise AssignmentError(f"{path}:{number}: a solution ends here that never began")
        if word == "END":
            blocks.append(Block(begin, number, indent))
            begin = 0
            continue
        if begin:
            raise AssignmentError(
                f"{path}:{number}: a solution begins inside the one that began in line {begin}; "
                "end that one first"
            )
        begin, indent = number, spaces
    if begin:
        raise AssignmentError(f"{path}:{begin}: this solution is never ended")
    if not blocks:
        raise AssignmentError(f"{path}:1: no '### BEGIN SOLUTION': it would be handed out whole")
    return blocks


def _markers(source: str, path: PurePath) -> Iterator[tuple[int, str, str]]:
    """Line number, "BEGIN" or "END", and indentation of each marker."""
    for number, line in enumerate(source.split("\n"), 1):
        if not LOOKALIKE.match(line):
            continue
        marker = MARKER.fullmatch(line)
        if marker is None:
            raise AssignmentError(
                f"{path}:{number}: {line.strip()!r} is no marker; write '### BEGIN SOLUTION' or "
                "'### END SOLUTION' and nothing else on the line"
            )
        yield number, marker[2], marker[1]


def _refuse_what_does_not_import(text: str, blocks: list[Block], path: PurePath) -> None:
    try:
        tree = ast.parse(text)
        compile(text, str(path), "exec")
    except SyntaxError as error:
        raise AssignmentError(
            f"{path}: without its solutions this is no Python: {error.msg} (line {error.lineno} "
            "of the stub); put the markers around whole statements"
        ) from None
    in_functions = {
        number
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    removed = 0  # lines that the blocks above lost
    for block in blocks:
        if block.indent and block.begin - removed + 1 not in in_functions:
            raise AssignmentError(
                f"{path}:{block.begin}: this solution stands in no function, so that importing "
                "the stub would fail; move the markers into one, or to the start of the line"
            )
        removed += block.end - block.begin + 1 - (2 if block.indent else 1)
