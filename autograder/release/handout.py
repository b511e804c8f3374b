"""The small files around a stub: README.md, which tells what to install and what else there is, the
public assignment.toml, pytest.ini.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

import msgspec

from autograder.course.assignment import Assignment
from autograder.course.imports import imported_modules, packages_of
from autograder.errors import AssignmentError
from autograder.submission.kinds import is_module, notebook_code
from autograder.submission.magics import python_text
from autograder.text_templates import text_templates

TEMPLATES = Path(__file__).parent / "templates"
NAMES = ("README.md", "assignment.toml", "pytest.ini")
TOOLS = ("jupyterlab", "pytest")  # what the README's own commands start
LESSON, TESTS = "lesson.ipynb", "test_public.py"


class Extra(msgspec.Struct, frozen=True):
    """A file or folder that is handed out beside stub, lesson and tests; `purpose` may be empty."""

    name: str
    purpose: str


class Handout(msgspec.Struct, frozen=True):
    """What pip must install for a released folder, and what it holds besides the usual."""

    packages: tuple[str, ...]
    extras: tuple[Extra, ...]


def handout(files: Mapping[str, bytes], assignment: Assignment) -> Handout:
    """What the README says of these files, the released ones by their name."""
    packages = imported_packages(files) | set(TOOLS)
    usual_names = (assignment.module, LESSON, TESTS)
    extras = {
        extra.name: extra
        for name, content in sorted(files.items())
        if name not in usual_names
        for extra in [_extra(name, content)]
    }
    return Handout(tuple(sorted(packages)), tuple(extras.values()))


def imported_packages(files: Mapping[str, bytes]) -> frozenset[str]:
    """What pip calls all that the modules and notebooks among these files import."""
    own_modules = {PurePath(name).parts[0].removesuffix(".py") for name in files}
    modules: set[str] = set()
    for name, source in _sources(files):
        try:
            modules |= imported_modules(source)
        except SyntaxError as error:
            raise AssignmentError(f"{name}, line {error.lineno}: {error.msg}") from None
    return packages_of(modules, own_modules)


def _sources(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name and code of everything that holds Python."""
    for name, content in files.items():
        if is_module(name):
            yield name, content.decode()
        for number, cell in enumerate(notebook_code(name, content), start=1):
            yield f"{name}, code cell {number}", python_text(cell)


def _extra(name: str, content: bytes) -> Extra:
    """A module with the first line of its docstring; of data in a folder, the folder."""
    path = PurePath(name)
    if is_module(name):
        purpose = (ast.get_docstring(ast.parse(content)) or "").partition("\n")[0]
        return Extra(name, purpose)
    return Extra(name if len(path.parts) == 1 else f"{path.parts[0]}/", "")


def render(assignment: Assignment, handout: Handout) -> dict[str, str]:
    """File name to text. Nothing but titles, names and points is taken from the assignment."""
    context = {"assignment": assignment, "handout": handout}
    environment = text_templates(TEMPLATES)
    environment.filters |= {"toml": _toml, "points": _points, "cell": _cell}
    return {name: environment.get_template(f"{name}.jinja").render(context) for name in NAMES}


def _toml(value: object) -> str:
    """A JSON string, list of strings or truth value, which TOML writes the same way."""
    return json.dumps(value, ensure_ascii=False)


def _points(value: float) -> str:
    """2.0 as "2", 2.5 as "2.5"."""
    return f"{value:g}"


def _cell(value: str) -> str:
    """A text that does not end its cell in a Markdown table."""
    return value.replace("|", "\\|")
