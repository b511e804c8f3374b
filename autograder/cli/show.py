"""How a batch is shown while it is graded, and at its end."""

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder import results
from autograder.assignment import Assignment
from autograder.cli.console import console, errors, headline, plain, result_table
from autograder.export.github import annotations
from autograder.export.inert import logged_json
from autograder.results import Result
from autograder.submission.record import Submission

FULL_TABLES = 20  # hand-ins up to which everyone gets a table; beyond, a line


class Format(StrEnum):
    """What is printed: tables, a JSON object per line, or workflow annotations."""

    text = "text"
    json = "json"
    github = "github"


def shown(
    stream: Iterable[tuple[Submission, Result]], total: int, format: Format, several: bool = False
) -> Iterator[Result]:
    """Pass results on while showing each, under a bar on a terminal, as plain lines elsewhere."""
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
            whose = f" {result.assignment}" if several else ""
            _show(submission, result, format, f"[{done}/{total}]{whose}", total)
            yield result


def _show(submission: Submission, result: Result, format: Format, count: str, total: int) -> None:
    if format is Format.json:
        sys.stdout.buffer.write(logged_json(msgspec.json.encode(result)) + b"\n")
        sys.stdout.flush()
    elif format is Format.github:
        for line in annotations(result):
            console.print(line, markup=False, emoji=False, soft_wrap=True)
    else:
        console.print(count, headline(result))
        if total <= FULL_TABLES:
            console.print(result_table(result))
        for note in submission.notes:
            console.print(plain(f"  note: {note}"), style="dim")


def show_end(graded: list[Result], chosen: list[Assignment], out: Path, format: Format) -> None:
    """How each assignment went, where its results are, and who was not judged."""
    if format is not Format.text:
        return
    for assignment in chosen:
        of_it = [result for result in graded if result.assignment == assignment.slug]
        scores = [result.score for result in of_it if result.score is not None]
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
