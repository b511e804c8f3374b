"""`autograder check`: the public tests on a student's own module, as a table per question."""

import os
from pathlib import Path
from typing import Annotated

import typer

from autograder.course.assignment import Assignment, load
from autograder.errors import UsageError
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
    from autograder.cli.checks_shown import show_checks  # noqa: PLC0415 - loads pytest

    os.chdir(folder)
    raise typer.Exit(0 if show_checks(assignment, question) else 1)


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
