"""Makes classes of right hand-ins out of the solutions, and grades them as a user does."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from conftest import environment

from autograder import results
from autograder.course.assignment import load
from autograder.results import Result
from fair.harmless import Harmless

ROOT = Path(__file__).resolve().parents[2]
SLUGS = tuple(sorted(path.parent.name for path in ROOT.glob("grading_tests/*/assignment.toml")))
FORMS = {"module": "py", "notebook": "ipynb"}


def lay_hand_in(root: Path, slug: str, student: str, form: str, extras: Sequence[Harmless]) -> None:
    """Write `root/<student>/<slug>/`: the solution with these pieces in it."""
    folder = root / student / slug
    folder.mkdir(parents=True)
    name = load(ROOT / "grading_tests" / slug).module
    for path in sorted((ROOT / "solutions" / slug).glob("*.py")):
        if path.name not in (name, "lesson.py", "test_public.py"):
            (folder / path.name).write_bytes(path.read_bytes())
    pieces = _pieces((ROOT / "solutions" / slug / name).read_text("utf-8"), extras)
    if form == "module":
        (folder / name).write_text("\n\n".join(pieces), "utf-8")
    else:
        (folder / "lesson.ipynb").write_text(_notebook(pieces), "utf-8")


def grade(submitted: Path, slugs: Sequence[str], out: Path, seconds: float) -> str:
    """Grade with one command, as a user does; what it printed."""
    chosen = [word for slug in slugs for word in ("--assignment", slug)]
    command = ["-m", "autograder", "grade", str(submitted), *chosen, "--out", str(out)]
    run = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    return run.stdout


def read_all(out: Path, slug: str) -> dict[str, Result]:
    """The results of an assignment, by student."""
    paths = sorted((out / slug).glob("*.json"))
    return {result.student: result for result in map(results.read, paths)}


def lost_points(result: Result) -> dict[str, list[str]]:
    """The tests that did not pass, by question, with their words."""
    lost = {
        question.id: [
            f"{test.name}: {test.message}" for test in question.tests if test.outcome != "passed"
        ]
        for question in result.questions
    }
    return {question: tests for question, tests in lost.items() if tests}


def judged(result: Result) -> list[tuple[str, float, list[tuple[str, str, str]]]]:
    """What a result says, less who it is of and how long it took."""
    return [
        (question.id, question.score, [(t.name, t.outcome, t.message) for t in question.tests])
        for question in result.questions
    ]


def table(marks: Mapping[str, Mapping[str, float]], forms: Iterable[str]) -> list[tuple[str, ...]]:
    """A row a piece: its share of the full marks in each form."""
    rows = [
        (name, *(_percent(shares.get(form)) for form in forms)) for name, shares in marks.items()
    ]
    return [("hand-in", *forms), *rows]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _pieces(source: str, extras: Sequence[Harmless]) -> list[str]:
    """Imports, what stands before the definitions, the definitions, what stands after them."""
    lines, first = source.split("\n"), _first_definition(source)
    before = [extra.code for extra in extras if extra.where == "before"]
    after = [extra.code for extra in extras if extra.where == "after"]
    return ["\n".join(lines[:first]), *before, "\n".join(lines[first:]), *after, ""]


def _first_definition(source: str) -> int:
    """How many lines stand above the first statement that is neither docstring nor import."""
    above = (ast.Import, ast.ImportFrom, ast.Expr)
    return next(
        min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))]) - 1
        for node in ast.parse(source).body
        if not isinstance(node, above)
    )


def _notebook(cells: Iterable[str]) -> str:
    made = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": cell,
        }
        for cell in cells
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made})
