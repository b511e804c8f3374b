"""`autograder check`: the public tests on a student's own module, as a table per question."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from autograder.assignment import Assignment, load
from autograder.check import PublicTest, run_public_tests
from autograder.cli.console import console, outcome_sign, plain
from autograder.errors import UsageError
from autograder.suggest import no_such


def check_command(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The assignment's folder, or the module in it.")
    ] = Path(),
    question: Annotated[str | None, typer.Option(metavar="ID", help="Only this question.")] = None,
) -> None:
    """Run the public tests on your module. Exit status: 0 all pass, 1 some do not, 2 usage."""
    folder = path if path.is_dir() else path.parent
    if not path.exists():
        raise UsageError(f"{path} does not exist: give the folder with your module")
    for needed in ("assignment.toml", "test_public.py"):
        if not (folder / needed).exists():
            raise UsageError(f"{folder.resolve()} holds no {needed}: give an assignment's folder")
    assignment = load(folder)
    known = [question.id for question in assignment.questions]
    if question is not None and question not in known:
        raise UsageError(no_such("question", question, known))
    if not (folder / assignment.module).exists():
        raise UsageError(f"{folder.resolve()} holds no {assignment.module}: it is what you write")
    os.chdir(folder)
    sys.path.insert(0, "")
    tests = run_public_tests(Path("test_public.py"), question)
    console.print(f"{assignment.title}: public tests", style="bold", markup=False)
    console.print(Group(*_lines(assignment, tests)))
    raise typer.Exit(0 if tests and all(test.outcome == "passed" for test in tests) else 1)


def _lines(assignment: Assignment, tests: list[PublicTest]) -> Iterator[RenderableType]:
    """A line per question; below it what the first test says that does not pass."""
    titles = {"": assignment.module} | {
        question.id: question.title for question in assignment.questions
    }
    width = max(map(cell_len, titles.values()))
    for id, title in titles.items():
        found = [test for test in tests if test.question == id]
        if not found:
            continue
        wrong = [test for test in found if test.outcome != "passed"]
        sign, style = outcome_sign({test.outcome for test in found})
        count = f"{len(found) - len(wrong)} of {len(found)} tests pass"
        line = (sign, style), f" {set_cell_size(title, width)}  ", (count, "dim")
        yield Text.assemble("  ", *line)
        if wrong:
            said = f"{wrong[0].name.replace('_', ' ')}: {wrong[0].message}"
            yield Padding(plain(said), (0, 0, 0, 6))
