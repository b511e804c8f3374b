"""`autograder report`: results in, pages out for a class and for each of its students."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.console import console, plain
from autograder.cli.options import refuse_file
from autograder.cli.stored import refuse_results, stored, titles
from autograder.errors import UsageError
from autograder.submission.roster import read_roster
from autograder.wording import counted


def report_command(
    context: typer.Context,
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS", help="OUT or OUT/ASSIGNMENT of `grade`, or one result in it."
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder for index.html and students/.")
    ],
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A CSV of who is in the course: the page lists who has not handed in.",
        ),
    ] = None,
) -> None:
    """Write a class report and a feedback page for each student. Nothing is graded again."""
    # No other command needs templates, and each would wait for them.
    from autograder.report.site import site  # noqa: PLC0415

    all_results = stored(results)
    refuse_file(out)
    refuse_results(results, out)
    people = read_roster(roster) if roster else []
    for name, text in site(all_results, titles(context.obj), people):
        _write(out / name, text)
    students = len({result.student for result in all_results})
    unjudged = sum(result.score is None for result in all_results)
    console.print(
        plain(f"wrote {out / 'index.html'} and {counted(students, 'page')} for students"),
        soft_wrap=True,
    )
    if unjudged:
        console.print(f"{counted(unjudged, 'hand-in')} not judged: see the report")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
