"""`autograder new`: the files of a new assignment, or of a course, to be filled in."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.console import console
from autograder.cli.options import course_of
from autograder.course.find import is_course
from autograder.errors import UsageError
from autograder.scaffold.names import names


def new_command(
    context: typer.Context,
    slug: Annotated[
        str | None, typer.Argument(metavar="SLUG", help="Its folders' name, such as a1_pooling.")
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A question, such as max_pool; several times for several."),
    ] = None,
    course: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Start a course there first, unless it is one."),
    ] = None,
) -> None:
    """Write the files of a new assignment, which releases and grades at once; overwrite nothing."""
    from autograder.scaffold.new import write_new  # noqa: PLC0415 - loads jinja2

    chosen = names(slug, question or []) if slug is not None else None
    if chosen is None:
        _refuse_nothing(course, question)
    course = course or _here(context)
    for path in write_new(course, chosen):
        console.print(f"wrote {path}", markup=False, soft_wrap=True)
    console.print(_next(course, slug), markup=False, soft_wrap=True)


def _refuse_nothing(course: Path | None, question: list[str] | None) -> None:
    if course is None or question:
        raise UsageError("give the new assignment a SLUG, such as a1_pooling")
    if is_course(course):
        raise UsageError(f"{course} is a course already: give a SLUG to add an assignment to it")


def _here(context: typer.Context) -> Path:
    try:
        return course_of(context)
    except UsageError as error:
        raise UsageError(f"{error}; `autograder new --course DIR` starts one") from None


def _next(course: Path, slug: str | None) -> str:
    """What to do now, as commands that work from here."""
    place = "" if Path.cwd().is_relative_to(course.resolve()) else f" --course {course}"
    if slug is None:
        return f"next: autograder{place} new SLUG"
    return (
        f"next: autograder{place} release {slug} && autograder{place} selftest {slug}; then look for "
        f"AUTHOR in these files: there your work begins"
    )
