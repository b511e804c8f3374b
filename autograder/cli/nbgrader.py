"""`autograder nbgrader`: courses of nbgrader that are graded by this engine."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.console import console
from autograder.cli.options import chosen_slugs, course_of
from autograder.errors import UsageError
from autograder.extras import require
from autograder.suggest import no_such

app = typer.Typer(no_args_is_help=True, help="Courses of nbgrader, graded in the sandbox.")


@app.callback()
def nbgrader_commands() -> None:
    """Keep `init` a command of its own, though it is the only one."""


@app.command("init")
def init_command(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The nbgrader course to make or to add to.")
    ],
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="SLUG", help="Assignments; all if none.")
    ] = None,
    due: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SLUG=TIME",
            help="When an assignment is due, such as 2027-01-31T18:00.",
        ),
    ] = None,
    written_points: Annotated[
        float,
        typer.Option(min=0, metavar="N", help="Points of each answer in words, graded by hand."),
    ] = 0.0,
    name: Annotated[
        str, typer.Option(metavar="NAME", help="The course's name in nbgrader.")
    ] = "course",
) -> None:
    """Make an nbgrader course of released assignments. Exit status: 0 made, 2 usage."""
    require("nbgrader", "nbgrader init")
    from autograder.nbgrader.make import NewCourse, make_course  # noqa: PLC0415 - only with nbgrader

    course = course_of(context)
    chosen = chosen_slugs(course, slugs)
    plan = NewCourse(course, chosen, name, _due(due or [], chosen), written_points)
    for target in make_course(folder, plan):
        console.print(f"wrote {target}", markup=False, soft_wrap=True)
    console.print(
        f"next: cd {folder} && nbgrader generate_assignment {chosen[0]}",
        markup=False,
        soft_wrap=True,
    )


def _due(options: list[str], slugs: list[str]) -> dict[str, datetime]:
    due = {}
    for option in options:
        slug, _, moment = option.partition("=")
        if slug not in slugs:
            raise UsageError(f"--due {option!r}: {no_such('assignment', slug, slugs)}")
        try:
            time = datetime.fromisoformat(moment)
        except ValueError:
            raise UsageError(
                f"--due {option!r}: {moment!r} is no time such as 2027-01-31T18:00"
            ) from None
        due[slug] = time.astimezone()  # without an offset: this machine's time
    return due
