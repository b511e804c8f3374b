"""Gradebooks that are a table with the points in each title: Blackboard's and Brightspace's.

Blackboard Original, "Uploading External Grade Center Items" (library.blackboard.com): `Last Name`,
`First Name`, `Username`, `Student ID`, ..., and `Pooling [Total Pts: 20 Score] |664617` for each
column; the username and the number behind the bar are what an upload knows. Download it delimited
by commas: the other one is not UTF-8.
Brightspace, "Importing grades" (community.d2l.com, article 3538): `OrgDefinedId`, `Username`, each
perhaps with a `#` before it, `Pooling Points Grade <Numeric MaxPoints:20>`, and at last
`End-of-Line Indicator`. The number in the names of its downloads stands in no column. Every other
cell stays as it is.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec

from autograder.errors import UsageError
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
from autograder.export.worksheet import Worksheet, number, titles_of
from autograder.results import Result


class TitledGradebook(msgspec.Struct, frozen=True):
    """How a system calls its columns; `title` has the groups title, points, and perhaps id."""

    system: str
    title: re.Pattern[str]
    known_by: Mapping[str, tuple[str, ...]]  # and which ids stand there
    needed: str  # a column that every gradebook of it has


BLACKBOARD = TitledGradebook(
    "Blackboard",
    re.compile(r"(?P<title>.*?) \[Total Pts: (?:up to )?(?P<points>[\d.,]+)[^\]]*\] \|(?P<id>\d+)"),
    {"Username": ("login", "mail"), "Student ID": ("sid", "id", "login")},
    "Username",
)
BRIGHTSPACE = TitledGradebook(
    "Brightspace",
    re.compile(r"(?P<title>.*?) Points Grade(?: <.*?MaxPoints:(?P<points>[\d.,]+).*>)?"),
    {"OrgDefinedId": ("sid", "id"), "Username": ("login", "mail"), "Email": ("mail",)},
    "End-of-Line Indicator",
)


def grade_columns(
    book: TitledGradebook,
    results: Sequence[Result],
    sheet: Worksheet,
    columns: Sequence[str] = (),
    scale: bool = False,
    known_by: Sequence[str] = (),
) -> Export:
    """The gradebook with the scores in it; the options are those of `canvas`."""
    if book.needed not in sheet.header:
        raise UsageError(
            f"the template is no gradebook of {book.system}: expected a column {book.needed}, and it "
            f"has {titles_of(sheet)}; download it from {book.system} and give it with --template"
        )
    rows = [row for row in range(len(sheet.rows)) if any(sheet.rows[row])]
    student_ways = _known(book, sheet, rows, known_by)
    entries = Entries()
    slugs = list(dict.fromkeys(result.assignment for result in results))
    for slug, name in column_names(slugs, columns).items():
        own_results = [result for result in results if result.assignment == slug]
        column = titled(sheet, slug, name, book.title)
        score = scaler(own_results, _maximum(book, sheet.header[column]), scale)
        row_of = assign(own_results, student_ways, sheet, entries, column)
        for result in own_results:
            if result.score is not None and result.student in row_of:
                entries.enter(row_of[result.student], column, score(result))
    return entries.filled(sheet)


def _known(
    book: TitledGradebook, sheet: Worksheet, rows: Sequence[int], names: Sequence[str]
) -> list[Way]:
    named = named_columns(sheet, names, book.known_by)
    student_ways = [
        msgspec.structs.replace(way, texts={r: text.lstrip("#") for r, text in way.texts.items()})
        for way in ways(sheet, named, rows)
    ]
    if not names and {"Last Name", "First Name"} <= set(sheet.header):
        student_ways.append(name_in_two_columns(sheet, rows, "Last Name", "First Name"))
    return student_ways


def _maximum(book: TitledGradebook, header: str) -> float | None:
    parts = book.title.fullmatch(header)
    return number(parts["points"]) if parts and parts["points"] else None
