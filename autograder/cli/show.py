"""How a batch is shown while it is graded, and at its end."""

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path

import msgspec

from autograder import results
from autograder.assignment import Assignment
from autograder.cli.console import console, errors, headline, plain, result_table
from autograder.cli.progress import Progress
from autograder.export.github import annotations, within_limits
from autograder.export.inert import logged_json
from autograder.results import Result
from autograder.submission.record import Submission

FULL_TABLES = 20  # hand-ins up to which everyone gets a table; beyond, a line


class Format(StrEnum):
    """What is printed: tables, a JSON object per line, or workflow annotations."""

    text = "text"
    json = "json"
    github = "github"


class Graded(msgspec.Struct, frozen=True):
    """What the end of a batch needs of a result; thousands of whole results would fill memory."""

    student: str
    assignment: str
    score: float | None
    points: float
    problem: str


def shown(
    stream: Iterable[tuple[Submission, Result]],
    progress: Progress,
    format: Format,
    several: bool = False,
) -> Iterator[Graded]:
    """Show each result as it comes, above a bar on a terminal, as plain lines elsewhere."""
    said: list[str] = []
    total = progress.total
    try:
        for submission, result in stream:
            progress.advance(result)
            whose = f" {result.assignment}" if several else ""
            if format is Format.github:
                said += annotations(result)
            else:
                _show(submission, result, format, f"[{progress.done}/{total}]{whose}", total)
            problem = "" if result.status == "graded" else results.reason(result)
            yield Graded(result.student, result.assignment, result.score, result.points, problem)
    finally:  # what is done is said, however it ends
        for line in within_limits(said):
            console.print(line, markup=False, emoji=False, soft_wrap=True)


def _show(submission: Submission, result: Result, format: Format, count: str, total: int) -> None:
    if format is Format.json:
        sys.stdout.buffer.write(logged_json(msgspec.json.encode(result)) + b"\n")
        sys.stdout.flush()
    else:
        console.print(count, headline(result))
        in_full = total <= FULL_TABLES
        if in_full:
            console.print(result_table(result))
        for note in (*submission.notes, *(result.notes if in_full else ())):
            console.print(plain(f"  note: {note}"), style="dim")


def show_end(graded: list[Graded], chosen: list[Assignment], out: Path, format: Format) -> None:
    """How each assignment went, where its results are, and who was not judged."""
    if format is not Format.text:
        return
    for assignment in chosen:
        of_it = [one for one in graded if one.assignment == assignment.slug]
        scores = [one.score for one in of_it if one.score is not None]
        mean = f", mean {sum(scores) / len(scores):.1f} of {assignment.points:g}" if scores else ""
        where = out / assignment.slug
        console.print(
            f"{len(scores)} graded{mean}; results are in {where}", markup=False, soft_wrap=True
        )
    for one in graded:
        if one.problem:
            line = plain(f"not judged: {one.student}: {one.problem}")
            errors.print(line, style="red", soft_wrap=True)
