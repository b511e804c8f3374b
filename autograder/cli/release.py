"""`autograder release`: solutions in, what students get out."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.console import console, errors
from autograder.cli.options import chosen_slugs, course_of
from autograder.errors import UsageError
from autograder.extras import require
from autograder.wording import counted


def release_command(
    context: typer.Context,
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="SLUG", help="Assignments; all if none.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT", help="Where to; a name ending in .zip makes one. Else assignments/."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if there is a difference.")
    ] = False,
    gradescope: Annotated[
        bool,
        typer.Option(
            "--gradescope", help="Write --out FILE.zip, an autograder to upload to Gradescope."
        ),
    ] = False,
) -> None:
    """Write stub, notebook, public tests and README of assignments, without the solution."""
    require("release", "release")
    from autograder.release.release import check_folder, release_folder, release_zip  # noqa: PLC0415

    course = course_of(context)
    chosen = chosen_slugs(course, slugs)
    if gradescope:
        _write_gradescope(course, chosen, out, check)
        return
    differences = 0
    for slug in chosen:
        if check:
            for difference in check_folder(course, slug):
                differences += 1
                errors.print(f"assignments/{slug}: {difference}", markup=False, style="red")
        elif out is not None and out.suffix == ".zip":
            console.print(f"wrote {release_zip(course, slug, out)}", markup=False)
        else:
            target = release_folder(course, slug, out or course / "assignments")
            console.print(f"wrote {target}", markup=False)
        _show_remarks(course, slug)
    if check and not differences:
        verb = "is" if len(chosen) == 1 else "are"
        console.print(f"{counted(len(chosen), 'released assignment')} {verb} up to date")
    raise typer.Exit(1 if differences else 0)


def _show_remarks(course: Path, slug: str) -> None:
    from autograder.release.contents import remarks  # noqa: PLC0415 - loads notebooks

    for remark in remarks(course, slug):
        errors.print(f"note: {remark}", markup=False, soft_wrap=True)


def _write_gradescope(course: Path, chosen: list[str], out: Path | None, check: bool) -> None:
    from autograder.release.gradescope import gradescope_zip  # noqa: PLC0415

    if len(chosen) != 1 or out is None or check:
        raise UsageError("--gradescope takes one assignment and --out FILE.zip, and nothing else")
    console.print(f"wrote {gradescope_zip(course, chosen[0], out)}", markup=False, soft_wrap=True)
    console.print("It holds the hidden tests: upload it to Gradescope, give it to nobody.")
