"""Moodle: an assignment's offline grading worksheet, filled in for its upload.

As Moodle writes and reads it (github.com/moodle/moodle, mod/assign/gradingtable.php;
mod/assign/feedback/offline/importgradeslib.php, `init` and `next`; locallib.php,
`process_import_grades`): a row is known by its `Identifier`, the first column, and `Grade` and `Last modified (grade)`
must stand there as they were called in the language of the download. The names of the columns are
therefore options. A point is read as decimal sign in every language. A grade above the maximum
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
from autograder.export.gradebook import Entries, assign, named_columns, scaler, ways
from autograder.export.matching import Way, numbered
from autograder.export.wording import feedback, owner_of, points
from autograder.export.worksheet import Worksheet, number
from autograder.results import Result

KNOWN_BY = {  # the surest first for a hand-in's name; and which ids stand there
    "Username": ("login", "mail"),
    "ID number": ("sid", "id", "login"),
    "Email address": ("mail", "login"),
    "Full name": ("name",),
    "Identifier": (),
}
FULL_NAME = "Full name"
MAXIMUM = "Maximum Grade"
LOCKED = "Grade can be changed"  # `No`: the upload leaves the row out (`grading_disabled`)


class Columns(msgspec.Struct, frozen=True):
    """What the worksheet calls its columns."""

    grade: str = "Grade"
    known_by: tuple[str, ...] = ()  # those of `KNOWN_BY` that are there, if none are given
    maximum: str | None = None  # `MAXIMUM`, if that is there
    feedback: str | None = None  # none is written, unless a column is given


def moodle(
    results: Sequence[Result], sheet: Worksheet, columns: Columns, scale: bool = False
) -> Export:
    """The worksheet with the scores of one assignment in it."""
    entries = Entries()
    grade = sheet.column(columns.grade)
    comment = None if columns.feedback is None else sheet.column(columns.feedback)
    rows = [row for row in range(len(sheet.rows)) if any(sheet.rows[row])]
    row_of = assign(results, _known_by(results, sheet, columns, rows), sheet, entries, grade)
    row_of = _of_the_same_name(results, row_of, sheet, entries)
    judged = [r for r in results if r.score is not None and r.student in row_of]
    maximum = _maximum(sheet, columns)
    score = scaler(judged, maximum, scale)
    for result in judged:
        row, entered = row_of[result.student], score(result)
        if LOCKED in sheet.header and sheet.at(row, sheet.column(LOCKED)).strip() == "No":
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
    results: Sequence[Result], sheet: Worksheet, columns: Columns, rows: Sequence[int]
) -> list[Way]:
    """The first column is the identifier in every language: its number is in a download's names."""
    (first,) = ways(sheet, [(0, ())], rows)
    identifier = numbered(first, ("moodle",))
    by_number = [identifier] if identifier else []
    named = named_columns(sheet, columns.known_by, KNOWN_BY)
    if not named and not (identifier and any("moodle" in result.ids for result in results)):
        listed = ", ".join(one_line(title, 60) for title in sheet.header)
        raise UsageError(f"by which column are students known? Say --match with one of: {listed}")
    return [*by_number, *ways(sheet, named, rows)]


def _of_the_same_name(
    results: Sequence[Result], row_of: dict[str, int], sheet: Worksheet, entries: Entries
) -> dict[str, int]:
    """The rows without those of somebody else's name: in another worksheet a number is a stranger's."""
    if FULL_NAME not in sheet.header:
        return row_of
    told: dict[str, str] = {}
    for result in results:
        row, name = row_of.get(result.student), result.ids.get("name", "")
        if row is None or "moodle" not in result.ids:
            continue
        full_name = sheet.at(row, sheet.column(FULL_NAME))
        if _differ(full_name, name) and not sheet.at(row, 0).startswith(name):  # blind marking
            told[result.student] = (
                f"{owner_of(result)}: participant {one_line(result.ids['moodle'], NAME)} is "
                f"{one_line(full_name, NAME)!r} in the worksheet, and {one_line(name, NAME)!r} "
                "in the name of the hand-in"
            )
    if 2 * len(told) > len(row_of):
        raise UsageError(
            f"is this the worksheet of another assignment? {next(iter(told.values()))}; "
            f"{len(told)} of {len(row_of)} differ so: give the worksheet of the graded download"
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


def _maximum(sheet: Worksheet, columns: Columns) -> float | None:
    """What the worksheet says is the highest grade, the same in all rows."""
    if columns.maximum is None and MAXIMUM not in sheet.header:
        return None
    column = sheet.column(columns.maximum or MAXIMUM)
    texts = {sheet.at(row, column) for row in range(len(sheet.rows))}
    try:
        (maximum,) = {number(text) for text in texts if text.strip()}
    except ValueError:
        title = sheet.header[column]
        raise UsageError(f"column {title!r} does not say one highest grade for all") from None
    return maximum


def _comment(result: Result) -> str:
    """The feedback as HTML on one line; `<` comes first, so that no cell is a formula."""
    items = "".join(
        f"<li>{hypertext(title, NAME)}<br>{hypertext(text)}</li>"
        for title, text in feedback(result)
    )
    score = f"{points(result.score or 0)} / {points(result.points)}"
    return f"<p>{score}</p><ul>{items}</ul>" if items else f"<p>{score}</p>"
