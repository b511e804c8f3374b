"""Who of the results is which row of a gradebook; where that is in doubt, nobody is.

A student is looked for in one way after the other (login, number, name). Case, spaces around and
the kind of accents' encoding do not count; `Lovelace, Ada` is also `Ada Lovelace`.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

Way = Mapping[int, str]  # row -> what stands there to know a student by


class Matches(msgspec.Struct, frozen=True):
    """The row of each student who was found, and why the others were not."""

    rows: dict[str, int]
    lost: dict[str, str]


def match(students: Iterable[str], ways: Sequence[Way]) -> Matches:
    """The row of each student, by the first way that knows the student."""
    indices = [_index(way) for way in ways]
    rows, lost = dict[str, int](), dict[str, str]()
    for student in dict.fromkeys(students):
        found = next((index[_key(student)] for index in indices if _key(student) in index), set())
        if len(found) == 1:
            rows[student] = min(found)
        else:
            lost[student] = f"fits {len(found)} rows" if found else "fits no row"
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
