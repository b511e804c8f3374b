"""Checks the packages that grading an assignment needs beside the engine's: named, installed, complete.

`assignment.toml` names them; a judge refuses to begin without them; selftest finds those that the
course imports and nobody named.
"""

from collections.abc import Iterator
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.imports import canonical, imported_modules, is_installed, packages_of
from autograder.errors import AssignmentError

# What comes with the engine; pyproject.toml says the same, as a test checks.
WITH_THE_ENGINE = frozenset(
    ("jinja2", "msgspec", "numpy", "pytest", "pytest-timeout", "rich", "torch", "typer")
)


def require_packages(assignment: Assignment) -> None:
    """`AssignmentError` that says what to install, where a package it names is missing."""
    missing = [name for name in assignment.packages if not is_installed(name)]
    if missing:
        raise AssignmentError(
            f"{assignment.slug} needs {', '.join(missing)}, which the Python that grades does not "
            f"have: pip install {' '.join(missing)}"
        )


def undeclared_packages(course: Path, assignment: Assignment) -> list[str]:
    """A sentence for each package that is imported or preloaded and that nobody named."""
    suite = course / "grading_tests" / assignment.slug
    solution = course / "solutions" / assignment.slug / assignment.module
    own_modules = {"autograder", *_tops(course), *_tops(suite), solution.stem}
    named = WITH_THE_ENGINE | set(map(canonical, assignment.packages))
    starts = [*sorted(suite.rglob("*.py")), *([solution] if solution.is_file() else [])]
    needs = {"limits.preload names": packages_of(assignment.limits.preload, own_modules)}
    for path in _with_what_they_import(starts, course):
        packages = packages_of(_modules(path), own_modules)
        needs[f"{path.relative_to(course).as_posix()} imports"] = packages
    places = {name: place for place, names in reversed(needs.items()) for name in names - named}
    return [
        f"{place} {name}, which assignment.toml does not name: add it to its `packages`"
        for name, place in sorted(places.items())
    ]


def _tops(folder: Path) -> set[str]:
    """The names under which a folder's own files and folders are imported."""
    return {path.stem for path in folder.iterdir()} if folder.is_dir() else set()


def _with_what_they_import(paths: list[Path], course: Path) -> Iterator[Path]:
    """These files, the course's own files that they import, what these import, and so on."""
    waiting, visited = list(paths), set()
    while waiting:
        path = waiting.pop(0)
        if path in visited:
            continue
        visited.add(path)
        yield path
        for module in sorted(_modules(path)):
            place = course.joinpath(*module.split("."))
            files = (place.with_name(f"{place.name}.py"), place / "__init__.py")
            waiting += [file for file in files if file.is_file()]


def _modules(path: Path) -> frozenset[str]:
    try:
        return imported_modules(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:  # ValueError: not UTF-8, or a null byte
        raise AssignmentError(f"{path} is no Python: {error}") from None
