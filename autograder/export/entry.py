"""Scores entered into a gradebook's worksheet, and what a person must know of it afterwards."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from autograder.errors import UsageError
from autograder.export import Export
from autograder.export.roster import Way, match
from autograder.export.words import points, whose
from autograder.export.worksheet import Worksheet
from autograder.results import Result


class Entries(msgspec.Struct):
    """What goes into which cell, collected result by result."""

    values: dict[tuple[int, int], str] = msgspec.field(default_factory=dict)
    notes: list[str] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)

    def filled(self, content: bytes) -> Export:
        """What the collection comes to, with the file that was made of it."""
        return Export(content, tuple(self.notes), tuple(self.problems))


def ways(sheet: Worksheet, columns: Iterable[int], rows: Sequence[int]) -> list[Way]:
    """For each column what stands in it, for the rows that are students."""
    return [{row: sheet.at(row, column) for row in rows} for column in columns]


def assign(results: Sequence[Result], known: Sequence[Way], entries: Entries) -> dict[str, int]:
    """The row of each student; those who were not found, and rows left over, are noted."""
    matches = match((result.student for result in results), known)
    entries.problems += [
        f"could not be matched: {whose(result)}: {matches.lost[result.student]}"
        for result in results
        if result.student in matches.lost
    ]
    rows = {row for way in known for row in way}
    left = len(rows - set(matches.rows.values()))
    if left and results:
        of = results[0].assignment
        entries.notes.append(
            f"{of}: {left} of {len(rows)} rows have no result and stay as they are"
        )
    return matches.rows


def scaler(
    results: Sequence[Result], maximum: float | None, scale: bool
) -> Callable[[Result], float]:
    """A result's score in the gradebook's points; `UsageError` where these differ from ours."""
    differing = [r for r in results if maximum is not None and abs(r.points - maximum) > 0.005]
    if differing and not scale:
        ours, theirs = points(differing[0].points), points(maximum or 0)
        raise UsageError(
            f"{differing[0].assignment} has {ours} points, the gradebook {theirs}: change one of "
            "them, or convert with --scale"
        )

    def score(result: Result) -> float:
        factor = maximum / result.points if differing and maximum and result.points else 1.0
        return (result.score or 0.0) * factor

    return score
