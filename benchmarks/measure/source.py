"""What a package's source is like: its files, lines, functions and public names, read and never run."""

import ast
import io
import statistics
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
_NO_CODE |= {tokenize.ENCODING, tokenize.ENDMARKER}
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Source(NamedTuple):
    """A package in numbers. Lengths are lines of code: no blanks, comments, docstrings."""

    files: int
    code: int
    imports: float  # share of the lines of code
    functions: tuple[int, ...]
    file_lines: tuple[int, ...]  # with blanks, comments, docstrings
    twice: tuple[str, ...]  # public classes and type names that two modules define


def read_source(files: Iterable[Path]) -> Source:
    """The numbers of these Python files."""
    texts = {path: path.read_text("utf-8") for path in files}
    trees = {path: ast.parse(text) for path, text in texts.items()}
    lines = {path: _code_lines(texts[path], trees[path]) for path in texts}
    code = sum(map(len, lines.values()))
    imports = sum(len(lines[path] & _import_lines(trees[path])) for path in texts)
    functions = [
        len(lines[path] & set(range(node.lineno, (node.end_lineno or node.lineno) + 1)))
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, _FUNCTIONS)
    ]
    file_lines = tuple(sorted(text.count("\n") for text in texts.values()))
    return Source(
        len(texts),
        code,
        imports / max(1, code),
        tuple(sorted(functions)),
        file_lines,
        _defined_twice(trees.values()),
    )


def spread(lengths: tuple[int, ...]) -> str:
    """Median, 90th percentile and maximum, as a cell of a table."""
    if not lengths:
        return "-"
    nine_tenths = lengths[min(len(lengths) - 1, int(0.9 * len(lengths)))]
    return f"{statistics.median(lengths):.0f} / {nine_tenths} / {lengths[-1]}"


def _code_lines(text: str, tree: ast.Module) -> set[int]:
    """The numbers of the lines that hold code."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return lines - _docstring_lines(tree)


def _docstring_lines(tree: ast.Module) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            found |= _lines_of(node.body[0])
    return found


def _import_lines(tree: ast.Module) -> set[int]:
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    return {line for node in imports for line in _lines_of(node)}


def _lines_of(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _defined_twice(trees: Iterable[ast.Module]) -> tuple[str, ...]:
    places: defaultdict[str, int] = defaultdict(int)
    for tree in trees:
        for name in set(_type_names(tree)):
            places[name] += 1
    return tuple(sorted(name for name, count in places.items() if count > 1))


def _type_names(tree: ast.Module) -> Iterator[str]:
    """Public classes, and public aliases of types: `Watch = Callable[[Training], None]`."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript | ast.BinOp):
            for target in node.targets:
                if (
                    isinstance(target, ast.Name)
                    and target.id[0].isupper()
                    and not target.id.isupper()
                ):
                    yield target.id
