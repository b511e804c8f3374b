"""Scores entered into a gradebook's worksheet, and what a person must know after.

What was entered is counted as it is entered: nothing else may say what stands in the file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from autograder.errors import UsageError
from autograder.escape import NAME, one_line
from autograder.export import Export
from autograder.export.absent import LISTED, Absent
from autograder.export.matching import IDS, PERSONAL, Way, match
from autograder.export.wording import owner_of, points
from autograder.export.worksheet import Worksheet, filled
from autograder.results import Result


class Entries(msgspec.Struct):
    """Collects the text of each cell to fill, and what a person must know, result by result."""

    values: dict[tuple[int, int], str] = msgspec.field(default_factory=dict)
    notes: list[str] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)
    absent: list[Absent] = msgspec.field(default_factory=list)
    entered: int = 0

    def enter(self, row: int, column: int, score: float) -> None:
        """Enter one result's score."""
        self.values[row, column] = points(score)
        self.entered += 1

    def filled(self, sheet: Worksheet) -> Export:
        """Returns the finished file, none where nothing was entered, with what was collected."""
        content = filled(sheet, self.values) if self.entered else None
        return Export(
            content,
            tuple(self.notes),
            tuple(self.problems),
            entered=self.entered,
            absent=tuple(self.absent),
        )


def named_columns(
    sheet: Worksheet, names: Sequence[str], known_by: Mapping[str, tuple[str, ...]]
) -> list[tuple[int, tuple[str, ...]]]:
    """The columns that students are known by, `names` or those known, and the ids that stand there.

    A column that is not known never holds a platform's own numbers, which mean another person there.
    """
    chosen = names or [name for name in known_by if name in sheet.header]
    return [(sheet.column(name), known_by.get(name, PERSONAL)) for name in chosen]


def ways(
    sheet: Worksheet, columns: Iterable[tuple[int, tuple[str, ...]]], rows: Sequence[int]
) -> list[Way]:
    """Returns the text of each column in the rows of students, with the ids that stand there."""
    return [
        Way(one_line(sheet.header[column], 60), {row: sheet.at(row, column) for row in rows}, ids)
        for column, ids in columns
    ]


def name_in_two_columns(sheet: Worksheet, rows: Sequence[int], last: str, first: str) -> Way:
    """The names of a gradebook that has a column for each half."""
    last_column, first_column = sheet.column(last), sheet.column(first)
    names = {row: f"{sheet.at(row, last_column)}, {sheet.at(row, first_column)}" for row in rows}
    return Way(f"{last}, {first}", names, ("name",))


def assign(
    results: Sequence[Result],
    student_ways: Sequence[Way],
    sheet: Worksheet,
    entries: Entries,
    column: int,
) -> dict[str, int]:
    """The row of each student; those who were not found, and rows left over, are told.

    `column` is where the scores go: what stands there in a row left over is told as well.
    """
    matches = match(results, student_ways)
    lost = [result for result in results if result.student in matches.lost]
    scores = sum(result.score is not None for result in results)
    if scores and not matches.rows:
        unknown = set(matches.lost.values()) == {"fits no row"}
        why = (
            _compared(results[0], student_ways, sheet) if unknown else "no row is surely anybody's"
        )
        entries.problems.append(f"0 of {scores} scores entered: {why}")
    entries.problems += [
        f"could not be matched: {owner_of(result)}: {matches.lost[result.student]}"
        for result in lost[:LISTED]
    ]
    if len(lost) > LISTED:
        slug = lost[0].assignment
        entries.problems.append(f"could not be matched: {len(lost) - LISTED} more of {slug}")
    if results and (left := _left_over(student_ways, set(matches.rows.values()), sheet, column)):
        entries.absent.append(Absent(results[0].assignment, left, len(lost), stays=True))
    return matches.rows


def _compared(result: Result, student_ways: Sequence[Way], sheet: Worksheet) -> str:
    """What was compared with what, shown on the first hand-in, and what else there is to compare."""
    titles = list(dict.fromkeys(way.title for way in student_ways))
    ids = [f"{kind} {one_line(result.ids[kind], 60)!r}" for kind in IDS if result.ids.get(kind)]
    values = ", ".join([f"student {one_line(result.student, 60)!r}", *ids])
    rows = sorted({row for way in student_ways for row in way.texts})
    others = [title for title in _telling(sheet, rows) if title not in titles]
    advice = f"try --match with one of: {', '.join(others)}" if others else "try --match"
    return f"compared columns {', '.join(titles)} with {values} and the like; {advice}"


def _telling(sheet: Worksheet, rows: Sequence[int]) -> list[str]:
    """The columns that have a text of its own in every row."""
    texts = {
        one_line(title, 60): {sheet.at(row, column).strip() for row in rows} - {""}
        for column, title in enumerate(sheet.header)
    }
    return [title for title, values in texts.items() if title and len(values) == len(rows)]


def _left_over(
    student_ways: Sequence[Way], used: set[int], sheet: Worksheet, column: int
) -> tuple[str, ...]:
    """Whose rows have no result, and what stands in those that are not empty."""
    rows = sorted({row for way in student_ways for row in way.texts})
    return tuple(
        _label(row, student_ways) + (f" (keeps {text})" if text else "")
        for row in rows
        if row not in used
        for text in [one_line(sheet.at(row, column).strip(), 20)]
    )


def _label(row: int, student_ways: Sequence[Way]) -> str:
    """Whose row it is: the name, or else what stands in the first column that says something."""
    by_name = sorted(student_ways, key=lambda way: way.ids != ("name",))
    texts = (way.texts.get(row, "").strip() for way in by_name)
    return one_line(next((text for text in texts if text), f"row {row + 2}"), NAME)


def scaler(
    results: Sequence[Result], maximum: float | None, scale: bool
) -> Callable[[Result], float]:
    """A result's score in the gradebook's points; `UsageError` where these differ from ours."""
    differing = [r for r in results if maximum is not None and abs(r.points - maximum) > 0.005]
    if differing and not scale:
        own_points, book_points = points(differing[0].points), points(maximum or 0)
        raise UsageError(
            f"{differing[0].assignment} has {own_points} points, the gradebook {book_points}: "
            "change one of them, or convert with --scale"
        )

    def score(result: Result) -> float:
        factor = maximum / result.points if differing and maximum and result.points else 1.0
        return (result.score or 0.0) * factor

    return score
