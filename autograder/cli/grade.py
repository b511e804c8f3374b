"""`autograder grade`: a folder of hand-ins to a folder of results."""

import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder import results
from autograder.assignment import Assignment
from autograder.cli.console import console, errors, headline, plain, result_table
from autograder.cli.github import annotations
from autograder.cli.options import course_of
from autograder.course import find_assignment
from autograder.errors import UsageError
from autograder.grade import Options, grade_all, preload
from autograder.results import Result
from autograder.submission.discover import discover
from autograder.submission.record import Submission
from autograder.warm.host import Warm

NOT_JUDGED, BELOW = 1, 3
FULL_TABLES = 20  # hand-ins up to which everyone gets a table; beyond, a line


class Isolation(StrEnum):
    """How far workers must be locked down."""

    required = "required"
    best = "best"
    none = "none"


class Device(StrEnum):
    """Where networks are trained; everything else is compared on the CPU."""

    cpu = "cpu"
    cuda = "cuda"


class Format(StrEnum):
    """What is printed: tables, a JSON object per line, or workflow annotations."""

    text = "text"
    json = "json"
    github = "github"


def grade_command(
    context: typer.Context,
    submitted: Annotated[Path, typer.Argument(help="A module, notebook, zip, folder or tree.")],
    assignment: Annotated[str, typer.Option(help="Which assignment, such as a1_pooling.")],
    out: Annotated[Path, typer.Option(help="Where results go: OUT/ASSIGNMENT/STUDENT.json.")],
    workers: Annotated[
        int, typer.Option(min=0, help="Hand-ins at a time; 0: one per processor.")
    ] = 0,
    device: Annotated[Device, typer.Option(help="Where networks train.")] = Device.cpu,
    isolation: Annotated[Isolation, typer.Option(help="Refuse below this.")] = Isolation.best,
    student: Annotated[str | None, typer.Option(help="The name, for a single hand-in.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded.")] = False,
    format: Annotated[Format, typer.Option(help="What to print.")] = Format.text,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=100, help="Exit with 3 below this percentage.")
    ] = None,
) -> None:
    """Grade hand-ins. Exit status: 0 graded, 1 something was not judged, 2 usage, 3 below."""
    course = course_of(context)
    chosen = find_assignment(course, assignment)
    _refuse_bad_places(course, submitted, out)
    submissions = discover(submitted, chosen, student)
    with (
        ThreadPoolExecutor(workers or len(os.sched_getaffinity(0))) as pool,
        Warm(course, preload(chosen.limits, submissions)) as warm,  # ends first: its jobs with it
    ):
        judge = warm.judge(chosen.slug, chosen.limits)
        options = Options(isolation.value, device.value, force)
        suite = judge.suite.digest
        stream = grade_all(pool, judge.grade, chosen, submissions, suite, out, options)
        graded = list(_shown(stream, submissions, format))
    _end(graded, chosen, out, format)
    raise typer.Exit(_status(graded, fail_under))


def _refuse_bad_places(course: Path, submitted: Path, out: Path) -> None:
    if not submitted.exists():
        raise UsageError(f"{submitted} does not exist: expected a module, notebook, zip or folder")
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file: expected a folder, or a name for a new one")
    for fixed in ("grading_tests", "solutions", "reference", "assignments"):
        if out.resolve().is_relative_to(course / fixed):
            raise UsageError(
                f"--out {out} lies in the course's own {fixed}/: choose another folder"
            )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {out} cannot be made: {error.strerror}") from None
    if not os.access(out, os.W_OK | os.X_OK):
        raise UsageError(f"--out {out} cannot be written to: choose another folder")


def _shown(
    stream: Iterable[tuple[Submission, Result]], submissions: list[Submission], format: Format
) -> Iterator[Result]:
    """Pass results on while showing each, under a bar on a terminal, as plain lines elsewhere."""
    total = len(submissions)
    bar = Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} not judged"),
        TimeRemainingColumn(),
        console=errors,
        disable=not errors.is_terminal,
        transient=True,
    )
    failed = 0
    with bar:
        task = bar.add_task("grading", total=total, failed=0)
        for done, (submission, result) in enumerate(stream, 1):
            failed += result.status != "graded"
            bar.update(task, completed=done, failed=failed)
            _show(submission, result, format, f"[{done}/{total}]", total)
            yield result


def _show(submission: Submission, result: Result, format: Format, count: str, total: int) -> None:
    if format is Format.json:
        sys.stdout.buffer.write(msgspec.json.encode(result) + b"\n")
        sys.stdout.flush()
    elif format is Format.github:
        for line in annotations(result):
            console.print(line, markup=False, soft_wrap=True)
    else:
        console.print(count, headline(result))
        if total <= FULL_TABLES:
            console.print(result_table(result))
        for note in submission.notes:
            console.print(f"  note: {note}", style="dim", markup=False)


def _end(graded: list[Result], assignment: Assignment, out: Path, format: Format) -> None:
    if format is not Format.text:
        return
    scores = [result.score for result in graded if result.score is not None]
    mean = f", mean {sum(scores) / len(scores):.1f} of {assignment.points:g}" if scores else ""
    where = out / assignment.slug
    console.print(
        f"{len(scores)} graded{mean}; results are in {where}", markup=False, soft_wrap=True
    )
    for result in graded:
        if result.status != "graded":
            reason = results.reason(result)
            line = plain(f"not judged: {result.student}: {reason}")
            errors.print(line, style="red", soft_wrap=True)


def _status(graded: list[Result], fail_under: float | None) -> int:
    if any(result.status != "graded" for result in graded):
        return NOT_JUDGED
    percentages = [100 * (result.score or 0) / result.points for result in graded]
    if fail_under is not None and any(percent < fail_under for percent in percentages):
        return BELOW
    return 0
