"""Scores entered into a gradebook's worksheet: which row is whose, and what a person must know after.

A student is looked for in one way after the other (login, number, name). Case, spaces around and
the kind of accents' encoding do not count; `Lovelace, Ada` is also `Ada Lovelace`. Where it is in
doubt whose a row is, it is nobody's.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from autograder.errors import UsageError
from autograder.export import Export
from autograder.export.wording import owner_of, points
from autograder.export.worksheet import Worksheet
from autograder.results import Result

Way = Mapping[int, str]  # row -> what stands there to know a student by


class Entries(msgspec.Struct):
    """Collects the text of each cell to fill, and what a person must know, result by result."""

    values: dict[tuple[int, int], str] = msgspec.field(default_factory=dict)
    notes: list[str] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)

    def filled(self, content: bytes) -> Export:
        """Returns the finished file with the notes and problems that were collected."""
        return Export(content, tuple(self.notes), tuple(self.problems))


def ways(sheet: Worksheet, columns: Iterable[int], rows: Sequence[int]) -> list[Way]:
    """Returns the text of each column in the rows of students, by row."""
    return [{row: sheet.at(row, column) for row in rows} for column in columns]


def assign(
    results: Sequence[Result], student_ways: Sequence[Way], entries: Entries
) -> dict[str, int]:
    """The row of each student; those who were not found, and rows left over, are noted."""
    matches = match((result.student for result in results), student_ways)
    entries.problems += [
        f"could not be matched: {owner_of(result)}: {matches.lost[result.student]}"
        for result in results
        if result.student in matches.lost
    ]
    rows = {row for way in student_ways for row in way}
    left_over = len(rows - set(matches.rows.values()))
    if left_over and results:
        slug = results[0].assignment
        entries.notes.append(
            f"{slug}: {left_over} of {len(rows)} rows have no result and stay as they are"
        )
    return matches.rows


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


class Matches(msgspec.Struct, frozen=True):
    """The row of each student who was found, and why the others were not."""

    rows: dict[str, int]
    lost: dict[str, str]


def match(students: Iterable[str], ways: Sequence[Way]) -> Matches:
    """The row of each student, by the first way that knows the student."""
    indices = [_index(way) for way in ways]
    rows, lost = dict[str, int](), dict[str, str]()
    for student in dict.fromkeys(students):
        fitting = next((index[_key(student)] for index in indices if _key(student) in index), set())
        if len(fitting) == 1:
            rows[student] = min(fitting)
        else:
            lost[student] = f"fits {len(fitting)} rows" if fitting else "fits no row"
    claims = Counter(rows.values())
    for student, row in list(rows.items()):
        if claims[row] > 1:
            lost[student] = "shares a row with another student"
            del rows[student]
    return Matches(rows, lost)


def _index(way: Way) -> dict[str, set[int]]:
    rows = defaultdict[str, set[int]](set)
    for row, text in way.items():
        for key in _keys(text):
            rows[key].add(row)
    return dict(rows)


def _keys(text: str) -> set[str]:
    last, comma, first = text.partition(",")
    turned = {_key(f"{first.strip()} {last.strip()}")} if comma else set()
    return {key for key in {_key(text), *turned} if key}


def _key(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()
