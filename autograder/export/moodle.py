"""Moodle: an assignment's offline grading worksheet, filled in for its upload.

As Moodle writes and reads it (github.com/moodle/moodle, mod/assign/gradingtable.php;
mod/assign/feedback/offline/importgradeslib.php, `init` and `next`; locallib.php,
`process_import_grades`): a row is known by its `Identifier`, the first column, and `Grade` and `Last modified (grade)`
must stand there as they were called in the language of the download: see `moodle_columns`. What is
not recognised is an option. A point is read as decimal sign in every language. A grade above the maximum
would be ignored without a word, so it is entered as the maximum, and said. Feedback comments are
HTML (mod/assign/feedback/comments/locallib.php, `set_editor_text`).
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec

from autograder.errors import UsageError
from autograder.escape import NAME, hypertext, one_line
from autograder.export import Export
from autograder.export.gradebook import Entries, assign, scaler, ways
from autograder.export.matching import PERSONAL, Way, numbered
from autograder.export.moodle_columns import WorksheetColumns, ids_in, recognised, unknown
from autograder.export.wording import feedback, owner_of, points
from autograder.export.worksheet import Worksheet, number
from autograder.results import Result
from autograder.submission.moodle_titles import NO


class Columns(msgspec.Struct, frozen=True):
    """What the worksheet calls its columns."""

    grade: str | None = None  # each is recognised, if none is given
    known_by: tuple[str, ...] = ()
    maximum: str | None = None
    feedback: str | None = None  # none is written, unless a column is given


def moodle(
    results: Sequence[Result], sheet: Worksheet, columns: Columns, scale: bool = False
) -> Export:
    """The worksheet with the scores of one assignment in it."""
    entries = Entries()
    known = recognised(sheet)
    grade = known.grade if columns.grade is None else sheet.column(columns.grade)
    if grade < 0:
        raise unknown(sheet, "the grade", "--column TITLE")
    comment = None if columns.feedback is None else sheet.column(columns.feedback)
    rows = [row for row in range(len(sheet.rows)) if any(sheet.rows[row])]
    row_of = assign(results, _known_by(results, sheet, columns, rows, known), sheet, entries, grade)
    row_of = _of_the_same_name(results, row_of, sheet, known.name, entries)
    judged = [r for r in results if r.score is not None and r.student in row_of]
    maximum = _maximum(sheet, columns, known.maximum)
    score = scaler(judged, maximum, scale)
    for result in judged:
        row, entered = row_of[result.student], score(result)
        if known.locked >= 0 and sheet.at(row, known.locked).strip().casefold() in NO:
            entries.problems.append(f"not entered: {owner_of(result)}: Moodle says it is locked")
            continue
        if maximum is not None and entered > maximum + 0.005:
            entries.notes.append(
                f"{owner_of(result)}: {points(entered)} entered as {points(maximum)}"
            )
            entered = maximum
        entries.enter(row, grade, entered)
        if comment is not None:
            entries.values[row, comment] = _comment(result)
    return entries.filled(sheet)


def _known_by(
    results: Sequence[Result],
    sheet: Worksheet,
    columns: Columns,
    rows: Sequence[int],
    known: WorksheetColumns,
) -> list[Way]:
    """The first column is the identifier in every language: its number is in a download's names."""
    (first,) = ways(sheet, [(0, ())], rows)
    identifier = numbered(first, ("moodle",))
    by_number = [identifier] if identifier else []
    places = [sheet.column(name) for name in columns.known_by] or known.known_by
    named = [(place, _ids(sheet, known, place)) for place in places]
    if not named and not (identifier and any("moodle" in result.ids for result in results)):
        raise unknown(sheet, "the one that students are known by", "--match TITLE")
    return [*by_number, *ways(sheet, named, rows)]


def _ids(sheet: Worksheet, known: WorksheetColumns, place: int) -> tuple[str, ...]:
    return ids_in(sheet, known, place) if place in known.known_by else PERSONAL


def _of_the_same_name(
    results: Sequence[Result],
    row_of: dict[str, int],
    sheet: Worksheet,
    name_column: int,
    entries: Entries,
) -> dict[str, int]:
    """The rows without those of somebody else's name: in another worksheet a number is a stranger's."""
    if name_column < 0:
        return row_of
    told: dict[str, str] = {}
    for result in results:
        row, name = row_of.get(result.student), result.ids.get("name", "")
        if row is None or "moodle" not in result.ids:
            continue
        full_name = sheet.at(row, name_column)
        if _differ(full_name, name) and not sheet.at(row, 0).startswith(name):  # blind marking
            told[result.student] = (
                f"{owner_of(result)}: participant {one_line(result.ids['moodle'], NAME)} is "
                f"{one_line(full_name, NAME)!r} in the worksheet, and {one_line(name, NAME)!r} "
                "in the name of the hand-in"
            )
    if 2 * len(told) > len(row_of):
        raise UsageError(
            f"is this the worksheet of another assignment? {next(iter(told.values()))}; "
            f"{len(told)} of {len(row_of)} differ so: give the worksheet of the graded download "
            "with --template"
        )
    entries.problems += [f"not entered: {text}" for text in told.values()]
    return {student: row for student, row in row_of.items() if student not in told}


def _differ(full_name: str, name: str) -> bool:
    """True where a name is not the worksheet's, which may have a group's before it, or fewer signs."""
    in_sheet, in_name = (
        Counter(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())
        for text in (full_name, name)
    )
    return bool(name and in_sheet - in_name)


def _maximum(sheet: Worksheet, columns: Columns, recognised_place: int) -> float | None:
    """What the worksheet says is the highest grade, the same in all rows."""
    column = recognised_place if columns.maximum is None else sheet.column(columns.maximum)
    if column < 0:
        return None
    texts = {sheet.at(row, column) for row in range(len(sheet.rows))}
    try:
        (maximum,) = {number(text) for text in texts if text.strip()}
    except ValueError:
        title = sheet.header[column]
        raise UsageError(
            f"column {title!r} does not say one highest grade for all; expected the same number in "
            "each row: name another with --maximum"
        ) from None
    return maximum


def _comment(result: Result) -> str:
    """The feedback as HTML on one line; `<` comes first, so that no cell is a formula."""
    items = "".join(
        f"<li>{hypertext(title, NAME)}<br>{hypertext(text)}</li>"
        for title, text in feedback(result)
    )
    score = f"{points(result.score or 0)} / {points(result.points)}"
    return f"<p>{score}</p><ul>{items}</ul>" if items else f"<p>{score}</p>"
