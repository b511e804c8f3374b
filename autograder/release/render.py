"""Renders the small files around a stub: README.md, the public assignment.toml, pytest.ini."""

import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.course.assignment import Assignment
from autograder.release.handout import Handout

TEMPLATES = Path(__file__).parent / "templates"
NAMES = ("README.md", "assignment.toml", "pytest.ini")


def render(assignment: Assignment, handout: Handout) -> dict[str, str]:
    """File name to text. Nothing but titles, names and points is taken from the assignment."""
    context = {"assignment": assignment, "handout": handout}
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  Markdown, TOML and INI; no HTML is made here
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
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
