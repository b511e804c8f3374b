"""`autograder check`: the public tests on a student's own module, as a table per question."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import cell_len
from rich.text import Text

from autograder.cli.console import Hanging, console, plain, tell
from autograder.course.assignment import Assignment, load
from autograder.errors import UsageError
from autograder.public.checking import PublicTest, lines, right
from autograder.public.tests import public_tests
from autograder.submission.delivery import Choice
from autograder.submission.discover import call_the_roll
from autograder.submission.kinds import is_notebook
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
    ids = [question.id for question in assignment.questions]
    if question is not None and question not in ids:
        raise UsageError(no_such("question", question, ids))
    if not (folder / assignment.module).exists():
        raise UsageError(f"{folder.resolve()} holds no {assignment.module}: it is what you write")
    _refuse_another_file(path, assignment)
    os.chdir(folder)
    tests = public_tests(Path(), question)
    console.print(f"{assignment.title}: public tests", style="bold", markup=False)
    for line in _lines(assignment, tests):
        tell(line)
    tell(Hanging("would be graded: ", plain(_what_counts(assignment))))
    raise typer.Exit(0 if right(tests) else 1)


def _refuse_another_file(path: Path, assignment: Assignment) -> None:
    """`UsageError` for a file that the public tests do not import: none is checked in its place."""
    beside_it = (assignment.module, "assignment.toml", "test_public.py")
    if path.is_dir() or path.name in beside_it:
        return
    if is_notebook(path.name):
        raise UsageError(
            f"{path.name} is a notebook, and the public tests check {assignment.module}: run the "
            f"check cell in the notebook, or `autograder check {assignment.module}`"
        )
    raise UsageError(
        f"the public tests check {assignment.module}, not {path.name}: call your file "
        f"{assignment.module}, or give that one"
    )


def _what_counts(assignment: Assignment) -> str:
    """Which file of the folder `grade` would take if all of it were handed in, and why."""
    (submission,) = call_the_roll(Path(), assignment, Choice(layout="one")).submissions
    return "; ".join([submission.problem or submission.main, *submission.notes])


def _lines(assignment: Assignment, tests: list[PublicTest]) -> Iterator[Hanging]:
    """What `check` in the notebook says of each question, in columns."""
    titles = {"": assignment.module} | {
        question.id: question.title for question in assignment.questions
    }
    width = max(map(cell_len, titles.values()))
    for id, title in titles.items():
        question_tests = [test for test in tests if test.question == id]
        if not question_tests:
            continue
        first, *further = lines(title, question_tests, width)
        style = {"✓": "green", "·": "yellow"}.get(first[0], "red")
        yield Hanging("  ", Text.assemble((first[0], style), first[1:]))
        for line in further:
            indent = len(line) - len(line.lstrip())
            yield Hanging(" " * (indent + 2), plain(line[indent:]))
