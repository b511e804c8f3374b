"""Finds the names of assignment.toml that the solution, or the reference, does not define.

Both are read, never run. Where that cannot tell (`from a import *`), nothing is said.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.errors import AssignmentError
from autograder.suggest import did_you_mean
from autograder.syntax import parsed


def absent_from_solution(course: Path, assignment: Assignment) -> list[str]:
    """A sentence for each name that the solution's module lacks."""
    place = Path("solutions") / assignment.slug / assignment.module
    return _sentences(course, place, assignment)


def absent_from_reference(course: Path, assignment: Assignment) -> list[str]:
    """A sentence for each name that the module of right answers lacks, which misconceptions.py names."""
    place = _place_of_reference(course, assignment.slug)
    return _sentences(course, place, assignment) if place else []


def _sentences(course: Path, place: Path, assignment: Assignment) -> list[str]:
    names = defined_names(course / place)
    if names is None:
        return []
    return [
        f"{place.as_posix()} has no `{name}`, which question {question.id!r} asks for: define it "
        f"there, or correct `names` in assignment.toml{did_you_mean(name, sorted(names))}"
        for question in assignment.questions
        for name in question.names
        if name not in names
    ]


def defined_names(path: Path) -> frozenset[str] | None:
    """The names that importing a module binds; None where its text does not tell."""
    names: set[str] = set()
    tree = _tree(path)
    for node in _statements(tree.body):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Import() | ast.ImportFrom():
                names |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
            case _:
                names |= {
                    part.id
                    for part in ast.walk(node)
                    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
                }
    is_unclear = "*" in names or "__getattr__" in names or "globals" in _read_names(tree)
    return None if is_unclear else frozenset(names)


def _read_names(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that run at import, those inside `if`, `try`, `for` and `with` too."""
    for node in body:
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for field in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, field, ()))
        for handler in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from _statements(handler.body)


def _place_of_reference(course: Path, slug: str) -> Path | None:
    """Where the module lies that misconceptions.py calls `correct`, in the course; None if unclear."""
    catalogue = course / "grading_tests" / slug / "misconceptions.py"
    if not catalogue.is_file():
        return None
    for node in _tree(catalogue).body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        parent = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        for alias in node.names:
            if (alias.asname or alias.name) == "correct":
                return _file_of(course, ".".join([*parent, alias.name]))
    return None


def _file_of(course: Path, module: str) -> Path | None:
    place = Path(*module.split("."))
    files = place.with_name(f"{place.name}.py"), place / "__init__.py"
    return next((file for file in files if (course / file).is_file()), None)


def _tree(path: Path) -> ast.Module:
    try:
        return parsed(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:  # ValueError: not UTF-8, or a null byte
        raise AssignmentError(f"{path} is no Python: {error}") from None
