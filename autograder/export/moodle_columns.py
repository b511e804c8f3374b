"""Which column of a grading worksheet of Moodle holds what, in whatever language it was downloaded.

A title of `TITLES` tells; else what stands in the columns does. Moodle's order is the same in every language
(github.com/moodle/moodle, mod/assign/gradingtable.php): the identifier, the full name, what the site
shows of a person, the status; then the grade, at once after it the highest grade, perhaps the state of
the workflow, and whether the grade can be changed.
"""

import re
from collections.abc import Sequence

import msgspec

from autograder.errors import UsageError
from autograder.export.matching import NUMBERED
from autograder.export.worksheet import Worksheet, number, titles_of
from autograder.submission.moodle_titles import NO, role_of

MAIL = re.compile(r"[^@\s]+@[^@\s]+")
IDS = {  # the surest first for a hand-in's name; and which ids stand there
    "login": ("login", "mail"),
    "sid": ("sid", "id", "login"),
    "mail": ("mail", "login"),
    "name": ("name",),
    "identifier": (),
}


class WorksheetColumns(msgspec.Struct, frozen=True):
    """The places of a worksheet's columns; -1 where there is none, or nothing tells which it is."""

    grade: int
    maximum: int
    name: int
    locked: int
    known_by: tuple[int, ...]  # those that tell who a student is, the surest first


def recognised(sheet: Worksheet) -> WorksheetColumns:
    """What the titles, or else the cells, tell of the columns."""
    roles = {role: place for place, role in _titled(sheet).items()}
    grade, maximum = roles.get("grade", -1), roles.get("maximum", -1)
    if is_numbered(sheet) and -1 in (grade, maximum):
        pair = _grade_and_maximum(sheet)
        if pair and grade in (-1, pair[0]) and maximum in (-1, pair[1]):
            grade, maximum = pair
    mail = roles.get("mail", _mail(sheet))
    name = roles.get("name", _name(sheet, grade))
    places = {**roles, "mail": mail, "name": name}
    known_by = tuple(places[role] for role in IDS if places.get(role, -1) >= 0)
    return WorksheetColumns(grade, maximum, name, _locked(sheet, maximum), known_by)


def ids_in(sheet: Worksheet, columns: WorksheetColumns, place: int) -> tuple[str, ...]:
    """Which ids stand in a column that tells who a student is."""
    role = role_of(sheet.header[place])
    if role not in IDS:
        role = "name" if place == columns.name else "mail"
    return IDS[role]


def is_numbered(sheet: Worksheet) -> bool:
    """True where each row begins with something like `Participant 7`, as in every language."""
    first = [text.strip() for row in sheet.rows if any(row) for text in row[:1]]
    return bool(first) and all(map(NUMBERED.fullmatch, first))


def unknown(sheet: Worksheet, what: str, option: str) -> UsageError:
    """The refusal of a worksheet of which nothing tells which column is meant."""
    return UsageError(
        f"nothing tells which column is {what}: no title is one that is known, and no cells tell; "
        f"the template has {titles_of(sheet)}: say which with {option}"
    )


def _titled(sheet: Worksheet) -> dict[int, str]:
    """The columns whose titles are known; none of what is there twice."""
    roles = {place: role_of(title) for place, title in enumerate(sheet.header)}
    known = [role for role in roles.values() if role]
    return {place: role for place, role in roles.items() if role and known.count(role) == 1}


def _texts(sheet: Worksheet, place: int) -> list[str]:
    return [sheet.at(row, place).strip() for row in range(len(sheet.rows)) if any(sheet.rows[row])]


def _grade_and_maximum(sheet: Worksheet) -> tuple[int, int] | None:
    """The one column of numbers, or of nothing yet, before a column of one and the same number."""
    pairs = [
        (place - 1, place)
        for place in range(2, len(sheet.header))
        if len(set(_texts(sheet, place))) == 1
        and all(map(_is_number, _texts(sheet, place)))
        and all(text == "" or _is_number(text) for text in _texts(sheet, place - 1))
    ]
    return pairs[0] if len(pairs) == 1 else None


def _is_number(text: str) -> bool:
    try:
        return number(text) >= 0
    except ValueError:
        return False


def _mail(sheet: Worksheet) -> int:
    columns = range(len(sheet.header))
    filled = {place: [text for text in _texts(sheet, place) if text] for place in columns}
    fitting = [
        place for place, texts in filled.items() if texts and all(map(MAIL.fullmatch, texts))
    ]
    return fitting[0] if len(fitting) == 1 else -1


def _name(sheet: Worksheet, grade: int) -> int:
    """The second column, unless the same stands in most rows: where marking is blind, it is the status."""
    texts = _texts(sheet, 1)
    is_names = is_numbered(sheet) and grade != 1 and not role_of(sheet.header[1])
    return 1 if is_names and 2 * len(set(texts)) > len(texts) else -1


def _locked(sheet: Worksheet, maximum: int) -> int:
    """The column of Yes and No after the highest grade."""
    after: Sequence[int] = range(maximum + 1, min(maximum + 3, len(sheet.header)))
    for place in after if maximum >= 0 else ():
        words = {text.casefold() for text in _texts(sheet, place)}
        if words & NO and len(words) <= 2:
            return place
    return -1
