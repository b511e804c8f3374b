"""Canvas: an exported gradebook, filled in for its import.

As Canvas reads it (github.com/instructure/canvas-lms, lib/gradebook_importer.rb: `header?`,
`update_column_count`, `process_pp`, `check_for_non_student_row`, `identify_delimiter`) and writes
it (lib/gradebook_exporter.rb): Student (or LastName, FirstName), ID, SIS User ID, SIS Login ID,
..., Section, then `Title (id)` for each assignment; a row `Points Possible`; perhaps one of `Manual
Posting`. `EX` means excused, `N/A` not assigned, `(read only)` a column that no import changes.

Every cell but the scores is Canvas's own and stays as it is, names too: an import knows people by
them.
"""

import re
from collections.abc import Sequence

import msgspec

from autograder.errors import UsageError
from autograder.escape import one_line
from autograder.export import Export
from autograder.export.gradebook import (
    Entries,
    assign,
    name_in_two_columns,
    named_columns,
    scaler,
    ways,
)
from autograder.export.matching import Way
from autograder.export.titles import column_names, titled
from autograder.export.wording import owner_of
from autograder.export.worksheet import Worksheet, number, titles_of
from autograder.results import Result
from autograder.submission.roster import NO_STUDENTS

KNOWN_BY = {  # the surest first for a hand-in's name; and which ids stand there
    "SIS Login ID": ("login", "mail"),
    "SIS User ID": ("sid", "id", "login"),
    "ID": ("canvas",),
    "Student": ("name",),
}
_TITLE = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)")  # Assignment.title_and_id
_KEPT = ("EX", "N/A")


class _Book(msgspec.Struct, frozen=True):
    """A gradebook, its row of points, and the columns that students are known by."""

    sheet: Worksheet
    possible: int  # the row of Points Possible
    ways: list[Way]


def canvas(
    results: Sequence[Result],
    sheet: Worksheet,
    columns: Sequence[str] = (),
    scale: bool = False,
    known_by: Sequence[str] = (),
) -> Export:
    """The gradebook with the scores in it.

    `columns` says which column is an assignment's where no title is its slug: `SLUG=COLUMN`, or
    `COLUMN` alone where there is one assignment. `known_by` are the columns that students are known
    by, those of `KNOWN_BY` if none are given.
    """
    if not ({"Student", "LastName"} & set(sheet.header[:1]) and "ID" in sheet.header):
        raise UsageError(
            f"the template is no gradebook of Canvas: expected Student, ID, ..., Section, and it has "
            f"{titles_of(sheet)}; export the gradebook from Canvas and give it with --template"
        )
    possible = _points_row(sheet)
    people = [row for row in range(len(sheet.rows)) if row != possible and _is_person(sheet, row)]
    book = _Book(sheet, possible, _known(sheet, people, known_by))
    entries = Entries()
    slugs = list(dict.fromkeys(result.assignment for result in results))
    for slug, name in column_names(slugs, columns).items():
        own_results = [result for result in results if result.assignment == slug]
        _enter(own_results, book, titled(sheet, slug, name, _TITLE), scale, entries)
    return entries.filled(sheet)


def _enter(
    results: Sequence[Result], book: _Book, column: int, scale: bool, entries: Entries
) -> None:
    score = scaler(results, _maximum(book.sheet, book.possible, column), scale)
    rows = assign(results, book.ways, book.sheet, entries, column)
    for result in results:
        row = rows.get(result.student)
        if row is None or result.score is None:
            continue
        entered = book.sheet.at(row, column).strip().upper()
        if entered in _KEPT:
            entries.problems.append(
                f"not entered: {owner_of(result)}: the gradebook says {entered}"
            )
        else:
            entries.enter(row, column, score(result))


def _points_row(sheet: Worksheet) -> int:
    for row in range(len(sheet.rows)):
        if "Points Possible" in sheet.at(row, 0):
            return row
    raise UsageError(
        "the template has no row of Points Possible, which every gradebook of Canvas has: export it "
        "again, change nothing in it, and give it with --template"
    )


def _is_person(sheet: Worksheet, row: int) -> bool:
    if sheet.at(row, 0).strip().casefold() in NO_STUDENTS:
        return False  # what a teacher tries the course with
    return any(sheet.at(row, column).strip() for column in range(sheet.header.index("ID") + 1))


def _known(sheet: Worksheet, rows: Sequence[int], names: Sequence[str]) -> list[Way]:
    student_ways = ways(sheet, named_columns(sheet, names, KNOWN_BY), rows)
    if not names and sheet.header[0] == "LastName":
        student_ways.append(name_in_two_columns(sheet, rows, "LastName", "FirstName"))
    return student_ways


def _maximum(sheet: Worksheet, row: int, column: int) -> float:
    text = sheet.at(row, column)
    try:
        return number(text)
    except ValueError:
        title = one_line(sheet.header[column], 60)
        raise UsageError(
            f"column {title!r} takes no scores: Points Possible is {text!r}; expected a number: name "
            "another column with --column"
        ) from None
