"""`autograder check`: the public tests on a student's own module, as a table per question."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from autograder.assignment import Assignment, load
from autograder.check import PublicTest, run_public_tests
from autograder.cli.console import console, plain
from autograder.errors import UsageError


def check_command(
    path: Annotated[
        Path, typer.Argument(help="The assignment's folder, or the module in it.")
    ] = Path(),
    question: Annotated[str | None, typer.Option(help="Only this question.")] = None,
) -> None:
    """Run the public tests on your module. Exit status: 0 all pass, 1 some do not, 2 usage."""
    folder = path if path.is_dir() else path.parent
    if not path.exists():
        raise UsageError(f"{path} does not exist: give the folder with your module")
    for needed in ("assignment.toml", "test_public.py"):
        if not (folder / needed).exists():
            raise UsageError(f"{folder.resolve()} holds no {needed}: give an assignment's folder")
    assignment = load(folder)
    if question is not None and question not in [q.id for q in assignment.questions]:
        ids = ", ".join(q.id for q in assignment.questions)
        raise UsageError(f"there is no question {question!r}; there are: {ids}")
    if not (folder / assignment.module).exists():
        raise UsageError(f"{folder.resolve()} holds no {assignment.module}: it is what you write")
    os.chdir(folder)
    sys.path.insert(0, "")
    tests = run_public_tests(Path("test_public.py"), question)
    console.print(_table(assignment, tests))
    raise typer.Exit(0 if tests and all(test.outcome == "passed" for test in tests) else 1)


def _table(assignment: Assignment, tests: list[PublicTest]) -> Table:
    table = Table(title=f"{assignment.title}: public tests", title_justify="left")
    table.add_column("Question", no_wrap=True)
    table.add_column("Tests", no_wrap=True)
    table.add_column("What the first one that fails says", overflow="fold", max_width=72)
    titles = {question.id: question.title for question in assignment.questions}
    for id in [*titles, ""]:
        found = [test for test in tests if test.question == id]
        if not found:
            continue
        wrong = [test for test in found if test.outcome != "passed"]
        sign = "✗" if wrong else "✓"
        if wrong and all(test.outcome == "todo" for test in wrong):
            sign = "·"
        style = {"✓": "green", "✗": "red", "·": "yellow"}[sign]
        count = f"[{style}]{sign} {len(found) - len(wrong)} of {len(found)}[/]"
        said = plain(f"{wrong[0].name}: {wrong[0].message}") if wrong else ""
        table.add_row(titles.get(id, "(the module)"), count, said)
    return table
