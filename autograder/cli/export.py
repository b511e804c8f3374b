"""`autograder export`: results in, a file that another system takes out."""

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from autograder.cli.console import console, errors, plain
from autograder.cli.options import choice, listed
from autograder.cli.stored import stored, write_export
from autograder.errors import UsageError
from autograder.export.canvas import canvas
from autograder.export.classroom50 import classroom50, run_of
from autograder.export.entry import Filled
from autograder.export.github import annotations, summary, within_limits
from autograder.export.gradescope import Visibility, gradescope
from autograder.export.junit import junit
from autograder.export.moodle import Columns, moodle
from autograder.export.table import table
from autograder.export.words import whose
from autograder.export.worksheet import Worksheet, parse
from autograder.extras import require
from autograder.nbgrader.environment import skip_grammars
from autograder.results import Result, reason
from autograder.wording import counted

INCOMPLETE = 1


class Target(StrEnum):
    """The systems that results can be written for."""

    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
    classroom50 = "classroom50"
    junit = "junit"
    github = "github"
    nbgrader = "nbgrader"


class Choices(msgspec.Struct, frozen=True):
    """Options that only some targets take, by the name of the option."""

    template: Path | None = None
    column: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    maximum: str | None = None
    feedback: str | None = None
    scale: bool = False
    visibility: Visibility | None = None


TAKEN = {
    Target.canvas: {"template", "column", "scale"},
    Target.moodle: {"template", "column", "match", "maximum", "feedback", "scale"},
    Target.gradescope: {"visibility"},
}


def export_command(
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS", help="OUT or OUT/ASSIGNMENT of `grade`, or one result in it."
        ),
    ],
    to: Annotated[
        Target,
        typer.Option(
            metavar="SYSTEM",
            parser=choice("--to", Target),
            help=f"Who takes it: {listed(Target)}.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="The file to write, replaced if it exists; nbgrader: the course's folder.",
        ),
    ],
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="canvas, moodle: the gradebook as it was downloaded."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="canvas: SLUG=TITLE, the column to fill; moodle: TITLE, else Grade.",
        ),
    ] = None,
    match: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="moodle: a column that students are known by; several times for several.",
        ),
    ] = None,
    maximum: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="moodle: the column of the highest grade."),
    ] = None,
    feedback: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="moodle: the column that feedback is written to."),
    ] = None,
    scale: Annotated[
        bool, typer.Option("--scale", help="canvas, moodle: convert to the gradebook's points.")
    ] = False,
    visibility: Annotated[
        Visibility | None,
        typer.Option(
            metavar="WHEN",
            parser=choice("--visibility", Visibility),
            help=f"gradescope: when students see it, {listed(Visibility)}; else published.",
        ),
    ] = None,
) -> None:
    """Write results for another system. Exit status: 0 all, 1 something is missing there, 2 usage."""
    choices = Choices(
        template, tuple(column or ()), tuple(match or ()), maximum, feedback, scale, visibility
    )
    _refuse_what_is_not_taken(to, choices)
    found = stored(results)
    missing = [result for result in found if result.score is None]
    made = _made(results, to, found, choices, out)
    if made is not None and to is not Target.nbgrader:
        write_export(results, out, made.content)
        console.print(
            plain(f"wrote {out}: {counted(len(found) - len(missing), 'score')}"), soft_wrap=True
        )
    if to is Target.github:
        for line in within_limits(line for result in found for line in annotations(result)):
            console.print(line, markup=False, emoji=False, soft_wrap=True)
    raise typer.Exit(_tell(made, missing))


def _refuse_what_is_not_taken(to: Target, choices: Choices) -> None:
    given = {name for name, value in msgspec.structs.asdict(choices).items() if value}
    for name in sorted(given - TAKEN.get(to, set())):
        raise UsageError(f"--{name} has no meaning for --to {to.value}")
    if "template" in TAKEN.get(to, set()) - given:
        raise UsageError(f"--to {to.value} needs --template FILE: the gradebook as downloaded")


def _made(
    place: Path, to: Target, found: Sequence[Result], choices: Choices, out: Path
) -> Filled | None:
    """The file; none where the one result that it would hold was not judged."""
    if to is Target.nbgrader:
        return _nbgrader(found, out)
    if to is Target.csv:
        return Filled(table(found).encode())
    if to is Target.junit:
        return Filled(junit(found))
    if to is Target.github:
        return Filled(summary(found).encode())
    if to is Target.canvas:
        return canvas(found, _template(choices), choices.column, choices.scale)
    if to is Target.moodle:
        return _moodle(place, found, choices)
    only = _only(place, to, found)
    if only.score is None:
        return None
    if to is Target.gradescope:
        return Filled(gradescope(only, choices.visibility or Visibility.after_published))
    return Filled(classroom50(only, run_of(os.environ)))


def _moodle(place: Path, found: Sequence[Result], choices: Choices) -> Filled:
    slugs = list(dict.fromkeys(result.assignment for result in found))
    if len(slugs) > 1:
        raise UsageError(
            f"{place} holds {', '.join(slugs)}, a worksheet one assignment: give one of the folders"
        )
    if len(choices.column) > 1:
        raise UsageError("--to moodle fills one column: give --column once")
    grade = choices.column[0] if choices.column else "Grade"
    columns = Columns(grade, choices.match, choices.maximum, choices.feedback)
    return moodle(found, _template(choices), columns, choices.scale)


def _nbgrader(found: Sequence[Result], out: Path) -> Filled:
    require("nbgrader", "export --to nbgrader")
    skip_grammars()
    from autograder.nbgrader.write_results import export_results  # noqa: PLC0415 - only with nbgrader

    return export_results(found, out)


def _template(choices: Choices) -> Worksheet:
    path = choices.template or Path()
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"--template {path} cannot be read: {error.strerror}") from None


def _only(place: Path, to: Target, found: Sequence[Result]) -> Result:
    if len(found) > 1:
        raise UsageError(
            f"{place} holds {len(found)} results, --to {to.value} takes one: give its file, such "
            "as OUT/ASSIGNMENT/STUDENT.json"
        )
    return found[0]


def _tell(made: Filled | None, missing: Sequence[Result]) -> int:
    """Say what is missing in the file, and what else is worth knowing; the exit status."""
    for note in made.notes if made else ():
        errors.print(plain(f"note: {note}"), soft_wrap=True)
    problems = [f"not judged: {whose(result)}: {reason(result)}" for result in missing]
    problems += made.problems if made else ["nothing was written: it would be a zero"]
    for problem in problems:
        errors.print(plain(problem), style="red", soft_wrap=True)
    return INCOMPLETE if problems else 0
