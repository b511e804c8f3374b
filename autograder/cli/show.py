"""Shows a batch while it is graded, and at its end."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, StrEnum
from pathlib import Path

import msgspec
from rich.text import Text

from autograder import results
from autograder.cli.console import Hanging, console, errors, headline, plain, result_table, tell
from autograder.cli.line import line
from autograder.cli.progress import BatchProgress
from autograder.cli.roll import LATE, listed_names
from autograder.course.assignment import Assignment
from autograder.escape import logged_json
from autograder.export.github import annotations, within_limits
from autograder.grading.finished import Finished
from autograder.report.attention import why_look

LOOKS = 10  # reasons to look at a hand-in that are listed
NAMES = 8  # students that a reason names
FEW = 3  # hand-ins up to which everyone gets a table; beyond, a line


class Format(StrEnum):
    """What is printed: text, a JSON object per line, or workflow annotations."""

    text = "text"
    json = "json"
    github = "github"


class Detail(Enum):
    """How much text there is of each hand-in."""

    nothing = "nothing"
    line = "line"
    table = "table"


class View(msgspec.Struct, frozen=True):
    """What is shown of a batch: in `width` cells of names, with the assignment where `several`
    are graded, and with what was `kept` from before.
    """

    format: Format = Format.text
    detail: Detail = Detail.table
    width: int = 0
    several: bool = False
    kept: bool = False


class ShortResult(msgspec.Struct, frozen=True):
    """The part of a result that the end of a batch shows; thousands of whole results would fill memory."""

    student: str
    assignment: str
    score: float | None
    points: float
    problem: str
    kept: bool = False
    for_the_course: tuple[str, ...] = ()
    look: str = ""  # why a person should look at it


def detail_of(total: int, verbose: bool, quiet: bool) -> Detail:
    """Tables for a few hand-ins, a line each for more, unless one was asked for."""
    if quiet:
        return Detail.nothing
    return Detail.table if verbose or total <= FEW else Detail.line


def shown(stream: Iterable[Finished], progress: BatchProgress, view: View) -> Iterator[ShortResult]:
    """Show each result as it comes, above a bar on a terminal, as plain lines elsewhere."""
    printed: list[str] = []
    try:
        for finished in stream:
            result = finished.result
            progress.advance(result, finished.kept)
            if view.format is Format.github:
                printed += annotations(result)
            elif view.format is Format.json:
                sys.stdout.buffer.write(logged_json(msgspec.json.encode(result)) + b"\n")
                sys.stdout.flush()
            else:
                _show(finished, view, f"[{progress.done}/{progress.total}] ")
            problem = "" if result.status == "graded" else results.reason(result)
            facts = result.student, result.assignment, result.score, result.points
            quiet = view.detail is Detail.nothing
            look = "" if quiet else why_look(result)
            yield ShortResult(*facts, problem, finished.kept, result.for_the_course or (), look)
    finally:  # what is done is said, however it ends
        for annotation in within_limits(printed):
            console.print(annotation, markup=False, emoji=False, soft_wrap=True)


def _show(finished: Finished, view: View, count: str) -> None:
    if view.detail is Detail.nothing or (finished.kept and not view.kept):
        return
    result = finished.result
    notes = (*finished.submission.notes, *([LATE] if result.late else []))
    prefix = f"{result.assignment} " if view.several else ""
    if view.detail is Detail.line:
        tell(line(result, view.width, prefix, notes))
        return
    head = Text.assemble(
        count, prefix, headline(result), (", kept" if finished.kept else "", "dim")
    )
    tell(Hanging("", head))
    tell(result_table(result))
    for note in (*notes, *result.notes):
        tell(Hanging("  note: ", plain(note)), style="dim")


def show_end(
    graded: Sequence[ShortResult], chosen: Sequence[Assignment], out: Path, view: View
) -> None:
    """How each assignment went, where its results are, and who was not judged."""
    for assignment in chosen:
        own_results = [result for result in graded if result.assignment == assignment.slug]
        summary = f"{_counts(own_results)}; results are in {out / assignment.slug}"
        tell(Hanging("", Text(summary)))
    for result in graded:
        if result.problem:
            tell(
                Hanging("not judged: ", plain(f"{result.student}: {result.problem}")), errors, "red"
            )
    if len(graded) > FEW:
        _show_looks(graded, kept=view.kept)
    for fault in _for_the_course(graded):
        tell(Hanging("for the course: ", plain(fault)), errors, "yellow")


def _show_looks(graded: Sequence[ShortResult], *, kept: bool) -> None:
    """Whose hand-in a person should look at, by reason; those of before are counted, unless `kept`."""
    looks = [result for result in graded if result.look and (kept or not result.kept)]
    several = len({result.assignment for result in graded}) > 1
    names: dict[str, list[str]] = {}
    for result in looks:
        name = f"{result.student} ({result.assignment})" if several else result.student
        names.setdefault(result.look, []).append(name)
    for look, students in list(names.items())[:LOOKS]:
        tell(Hanging("needs a look: ", plain(f"{listed_names(students, NAMES)}: {look}")))
    hidden = sum(map(len, list(names.values())[LOOKS:]))
    before = sum(bool(result.look) for result in graded) - len(looks)
    if hidden or before:
        counts = [f"{hidden} more"] if hidden else []
        counts += [f"{before} of those kept"] if before else []
        tell(Hanging("needs a look: ", Text(f"{', '.join(counts)}; `report` lists all")))


def _counts(graded: Sequence[ShortResult]) -> str:
    """Such as "198 kept, 2 graded, mean 13.2 of 20, 1 not judged"."""
    scores = [result.score for result in graded if result.score is not None]
    kept, unjudged = sum(result.kept for result in graded), len(graded) - len(scores)
    parts = [f"{kept} kept"] if kept else []
    parts += [f"{len(scores) - kept} graded"]
    parts += [f"mean {sum(scores) / len(scores):.1f} of {graded[0].points:g}"] if scores else []
    return ", ".join([*parts, *([f"{unjudged} not judged"] if unjudged else [])])


def _for_the_course(graded: Sequence[ShortResult]) -> Iterator[str]:
    """What is wrong in a suite, each once, and in how many results."""
    counts = Counter(
        (result.assignment, fault) for result in graded for fault in result.for_the_course
    )
    for (assignment, fault), count in counts.items():
        yield f"{assignment}: {fault} ({count} of {len(graded)} results)"
