"""`autograder grade`: a folder of hand-ins to a folder of results."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.departed import departed, refuse_prune, show_departed
from autograder.cli.exit_status import exit_status
from autograder.cli.line import width_of
from autograder.cli.options import (
    Attempt,
    Device,
    IsolationOption,
    choice,
    course_of,
    known_word,
    listed,
    refuse_file,
    refuse_missing_data,
)
from autograder.cli.progress import BatchProgress
from autograder.cli.roll import call, show_left_out, show_missing, show_roll
from autograder.cli.show import Format, View, detail_of, show_end, shown
from autograder.course.find import find_assignment
from autograder.errors import UsageError
from autograder.grading.batch import Grading, grade_all
from autograder.grading.finished import Finished, Options
from autograder.grading.grader import Grader
from autograder.grading.graders import Batch, open_grader
from autograder.submission.delivery import Choice
from autograder.submission.discover import not_looked_at
from autograder.submission.layout import LAYOUTS
from autograder.submission.roster import read_roster
from autograder.system import require_linux


def grade_command(
    context: typer.Context,
    submitted: Annotated[
        Path, typer.Argument(metavar="SUBMITTED", help="A module, notebook, zip, folder or tree.")
    ],
    assignment: Annotated[
        list[str],
        typer.Option(
            metavar="SLUG", help="Which one, such as a1_pooling; several times for several."
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="OUT", help="The folder for results, a file for each student.")
    ],
    workers: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="Hand-ins at a time; 0: one per processor."),
    ] = 0,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Grade on Dask's workers: tcp://HOST:8786."),
    ] = None,
    device: Annotated[
        Device,
        typer.Option(
            metavar="KIND",
            parser=choice("--device", Device),
            help=f"Where networks train: {listed(Device)}.",
        ),
    ] = Device.cpu,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            envvar="CIFAR10_ROOT",
            help="CIFAR-10 to train on: folder, archive or .npz. Without it, pictures made here.",
        ),
    ] = None,
    isolation: Annotated[
        IsolationOption,
        typer.Option(
            metavar="LEVEL",
            parser=choice("--isolation", IsolationOption),
            help=f"Refuse below this: {listed(IsolationOption)}.",
        ),
    ] = IsolationOption.best,
    student: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name, for a single hand-in.")
    ] = None,
    layout: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            parser=known_word("--layout", LAYOUTS),
            help=f"How SUBMITTED is laid out, where it is not clear: {listed(LAYOUTS)}.",
        ),
    ] = None,
    attempt: Annotated[
        Attempt,
        typer.Option(
            metavar="WHICH",
            parser=choice("--attempt", Attempt),
            help=f"Which attempt counts: {listed(Attempt)}.",
        ),
    ] = Attempt.last,
    roster: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Who is in the course: a CSV, or a gradebook's export."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print who handed in what, and grade nothing.")
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune", help="Remove the results in OUT of students who are not in SUBMITTED."
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded.")] = False,
    no_hints: Annotated[
        bool, typer.Option("--no-hints", help="Scores without the search that explains the rest.")
    ] = False,
    format: Annotated[
        Format,
        typer.Option(
            metavar="KIND",
            parser=choice("--format", Format),
            help=f"What to print: {listed(Format)}.",
        ),
    ] = Format.text,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Print every table, of what was kept too.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print the last line, and what was not judged.")
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option(min=0, max=100, metavar="N", help="Exit with 3 below this percentage."),
    ] = None,
) -> None:
    """Grade hand-ins. Exit status: 0 graded, 1 something was not judged, 2 usage, 3 below."""
    if scheduler is None:
        require_linux("grade")
    course = course_of(context)
    chosen = [find_assignment(course, slug) for slug in dict.fromkeys(assignment)]
    _refuse_bad_places(course, submitted, out, dry_run)
    refuse_missing_data(data)
    if verbose and quiet:
        raise UsageError("--verbose and --quiet contradict each other: give one of them")
    people = read_roster(roster) if roster else []
    read_as = Choice(student, layout or "", attempt.value)
    calls = [call(course, submitted, loaded, read_as, out, people) for loaded in chosen]
    if prune:
        for called in calls:
            refuse_prune(called)
    if dry_run:
        for called in calls:
            show_roll(called, not_looked_at(submitted, called.assignment, out))
        raise typer.Exit
    batch = [(called.assignment, called.submissions) for called in calls]
    view = _view(batch, format, verbose, quiet)
    options = Options(isolation.value, device.value, force, hints=not no_hints)
    with (
        BatchProgress(sum(len(submissions) for _, submissions in batch)) as progress,
        open_grader(course, batch, data, workers, scheduler, progress.training) as grader,
    ):
        stream = _graded(grader, batch, out, options)
        graded = list(shown(stream, progress, view))
    if format is Format.text:
        show_end(graded, chosen, out, view)
    for called in calls:
        show_left_out(called)
        show_missing(called)
        show_departed(departed(out, called), out, prune)
    raise typer.Exit(exit_status(graded, fail_under))


def _graded(grader: Grader, batch: Batch, out: Path, options: Options) -> Iterator[Finished]:
    """One assignment after the other, once all suites are known to be sound."""
    suites = grader.suites([assignment for assignment, _ in batch])
    for suite, (assignment, submissions) in zip(suites, batch, strict=True):
        grading = Grading(grader, assignment, suite.digest, out, options)
        yield from grade_all(grading, submissions)


def _view(batch: Batch, format: Format, verbose: bool, quiet: bool) -> View:
    students = [submission.student for _, submissions in batch for submission in submissions]
    detail = detail_of(len(students), verbose, quiet)
    return View(format, detail, width_of(students), several=len(batch) > 1, kept=verbose)


def _refuse_bad_places(course: Path, submitted: Path, out: Path, dry_run: bool) -> None:
    if not submitted.exists():
        raise UsageError(f"{submitted} does not exist: expected a module, notebook, zip or folder")
    if submitted.resolve() == course:
        raise UsageError(
            f"{submitted} is the course itself: expected the hand-ins, such as a folder with a "
            "folder for each student; move them into one of their own"
        )
    refuse_file(out)
    for fixed in ("grading_tests", "solutions", "reference", "assignments"):
        if out.resolve().is_relative_to(course / fixed):
            raise UsageError(
                f"--out {out} lies in the course's own {fixed}/: choose another folder"
            )
    if dry_run:
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {out} cannot be made: {error.strerror}") from None
    if not os.access(out, os.W_OK | os.X_OK):
        raise UsageError(f"--out {out} cannot be written to: choose another folder")
