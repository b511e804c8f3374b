"""`autograder export`: results in, a file that another system takes out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from autograder.cli.console import console, errors, plain
from autograder.cli.formats import FORMATS, ExportOptions
from autograder.cli.options import choice, known_word, listed
from autograder.cli.stored import new_folder_for, stored, write_export
from autograder.errors import UsageError
from autograder.export import Export
from autograder.export.absent import in_words
from autograder.export.gradescope import Visibility
from autograder.export.wording import owner_of
from autograder.results import Result, reason
from autograder.wording import counted

INCOMPLETE = 1


def export_command(
    context: typer.Context,
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS", help="OUT or OUT/ASSIGNMENT of `grade`, or one result in it."
        ),
    ],
    to: Annotated[
        str,
        typer.Option(
            metavar="SYSTEM",
            parser=known_word("--to", FORMATS),
            help=f"Who takes it: {listed(FORMATS)}.",
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
        typer.Option(
            metavar="FILE",
            help="The gradebook as it was downloaded; canvas-feedback: the zip of hand-ins.",
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Which to fill: SLUG=TITLE; moodle: TITLE, if it is not recognised.",
        ),
    ] = None,
    match: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="A gradebook's column that students are known by; several times for several.",
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
        bool, typer.Option("--scale", help="Convert to the gradebook's points.")
    ] = False,
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="csv, autolab: a CSV of who is in the course; who handed in nothing gets a row too.",
        ),
    ] = None,
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
    options = ExportOptions(
        template,
        tuple(column or ()),
        tuple(match or ()),
        maximum,
        feedback,
        scale,
        visibility,
        roster,
    )
    options = msgspec.structs.replace(options, course=context.obj)
    _refuse_options(to, options)
    all_results = stored(results)
    _refuse_too_many(results, to, all_results)
    missing = [result for result in all_results if result.score is None]
    export = _export(to, all_results, options, out)
    if export and export.content is not None:
        new_folder = new_folder_for(out)
        write_export(results, out, export.content)
        entered = _entered(export, len(all_results) - len(missing))
        made = f", in {new_folder}/, which is new" if new_folder else ""
        console.print(plain(f"wrote {out}: {entered}{made}"), soft_wrap=True)
    for line in export.printed if export else ():
        console.print(line, markup=False, emoji=False, soft_wrap=True)
    raise typer.Exit(_tell(export, missing, out))


def _refuse_options(to: str, options: ExportOptions) -> None:
    """`UsageError` for an option that the format does not take, and without one that it needs."""
    named = {name for name, value in msgspec.structs.asdict(options).items() if value} - {"course"}
    for name in sorted(named - FORMATS[to].options):
        takers = ", ".join(word for word, kind in FORMATS.items() if name in kind.options)
        raise UsageError(
            f"--{name} has no meaning for --to {to}: expected with {takers}; leave it out"
        )
    if "template" in FORMATS[to].options - named:
        raise UsageError(f"--to {to} needs --template FILE: {FORMATS[to].template} as downloaded")


def _refuse_too_many(place: Path, to: str, results: Sequence[Result]) -> None:
    """`UsageError` where the format cannot hold all of the results."""
    slugs = list(dict.fromkeys(result.assignment for result in results))
    if FORMATS[to].takes == "one assignment" and len(slugs) > 1:
        raise UsageError(
            f"{place} holds {', '.join(slugs)}, a worksheet one assignment: give one of "
            f"the folders, autograder export {place / slugs[0]} --to {to} --out FILE"
        )
    if FORMATS[to].takes == "one result" and len(results) > 1:
        raise UsageError(
            f"{place} holds {len(results)} results, --to {to} takes one: give its file, such "
            "as OUT/ASSIGNMENT/STUDENT.json"
        )


def _entered(export: Export, scores: int) -> str:
    """How many scores, or pages, the file holds."""
    if export.entered in (None, scores):
        return counted(scores, export.unit)
    verb = "entered" if export.unit == "score" else "made"
    return f"{export.entered} of {counted(scores, export.unit)} {verb}"


def _export(to: str, results: Sequence[Result], options: ExportOptions, out: Path) -> Export | None:
    """What the format makes of them; None where the one result that it would hold was not judged."""
    if FORMATS[to].takes == "one result" and results[0].score is None:
        return None
    return FORMATS[to].make(results, options, out)


def _tell(export: Export | None, missing: Sequence[Result], out: Path) -> int:
    """Say what is missing in the file, and what else is worth knowing; the exit status."""
    for note in export.notes if export else ():
        errors.print(plain(f"note: {note}"), soft_wrap=True)
    problems = [f"not judged: {owner_of(result)}: {reason(result)}" for result in missing]
    problems += export.problems if export else ["nothing was written: it would be a zero"]
    if export and export.entered == 0:
        problems.append(f"{out} was not written: it would hold no {export.unit}")
    for problem in problems:
        errors.print(plain(problem), style="red", soft_wrap=True)
    for absent in export.absent if export else ():
        words = in_words(absent, several=len(export.absent) > 1 if export else False)
        errors.print(plain(words), style="yellow", soft_wrap=True)
    return INCOMPLETE if problems else 0
