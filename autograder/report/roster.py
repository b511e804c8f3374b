"""The table of a class: a row for each student, with what it can be sorted and filtered by."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import msgspec

from autograder.export.wording import points
from autograder.report.class_figures import Mistake, judged, percent
from autograder.results import Result, handed_in
from autograder.submission.names import result_file_name

HALF = 50  # percent: below it a student may need help
NOT_JUDGED = "not judged"


class Cell(msgspec.Struct, frozen=True):
    """What is shown, and the number that it is sorted by; None goes last, whatever the order."""

    shown: str
    value: float | None = None


class StudentRow(msgspec.Struct, frozen=True):
    """One student. `groups` are the filters that show this row."""

    student: str
    link: str
    cells: tuple[Cell, ...]
    total: float | None  # percent of the points of what was judged
    groups: tuple[str, ...]
    handed_in: str = ""  # late, and which attempt counts


def page_name(student: str, ending: str) -> str:
    """The file of a student's page, which no other student has."""
    return result_file_name(student).removesuffix(".json") + ending


def columns(results: Sequence[Result], titles: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Key, title and points of each column: the questions of one assignment, or the assignments."""
    slugs = sorted({result.assignment for result in results})
    if len(slugs) > 1:
        full = {result.assignment: result.points for result in results}
        return [(slug, titles.get(slug, slug), full[slug]) for slug in slugs]
    questions = {q.id: (q.id, q.title, q.points) for r in judged(results) for q in r.questions}
    return list(questions.values())


def rows(
    results: Sequence[Result], keys: Sequence[str], mistakes: Sequence[Mistake]
) -> list[StudentRow]:
    """A row for each student, with a cell for each key."""
    of: dict[str, list[Result]] = {}
    for result in results:
        of.setdefault(result.student, []).append(result)
    groups: dict[str, list[str]] = {student: [] for student in of}
    for i, mistake in enumerate(mistakes):
        for student in dict.fromkeys(mistake.students):
            groups[student].append(f"m{i}")
    return [
        _row(student, student_results, keys, groups[student])
        for student, student_results in sorted(of.items())
    ]


def _row(
    student: str, student_results: list[Result], keys: Sequence[str], groups: list[str]
) -> StudentRow:
    cells = _cells(student_results)
    judged_results = judged(student_results)
    full = sum(result.points for result in judged_results)
    total = 100 * sum(result.score or 0.0 for result in judged_results) / full if full else None
    if len(judged_results) < len(student_results):
        groups = ["unjudged", *groups]
    if any(percent(result) < HALF for result in judged_results):
        groups = ["below", *groups]
    if any(result.late for result in student_results):
        groups = ["late", *groups]
    link = f"students/{quote(page_name(student, '.html'))}"
    shown = tuple(cells.get(key, cells.get("", Cell(""))) for key in keys)
    return StudentRow(student, link, shown, total, tuple(groups), _handed_in(student_results))


def _handed_in(student_results: Sequence[Result]) -> str:
    """What the platforms told, by assignment where there are several."""
    several = len(student_results) > 1
    told = [(result.assignment, handed_in(result)) for result in student_results]
    return "; ".join(f"{slug}: {text}" if several else text for slug, text in told if text)


def _cells(student_results: Sequence[Result]) -> dict[str, Cell]:
    """Cells by assignment and by question; under "" what stands where a question has none."""
    cells = {}
    for result in student_results:
        if result.score is None:
            cells |= {result.assignment: Cell(NOT_JUDGED), "": Cell(NOT_JUDGED)}
            continue
        cells[result.assignment] = Cell(points(result.score), result.score)
        cells |= {q.id: Cell(points(q.score), q.score) for q in result.questions}
    if len(student_results) > 1:
        cells.pop("", None)
    return cells
