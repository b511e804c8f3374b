"""Which row of a gradebook is whose: by the ids that the hand-in came with, else by its name.

The surest id comes first. Case, spaces around and the kind of accents' encoding do not count;
`Lovelace, Ada` is also `Ada Lovelace`. Where it is in doubt whose a row is, it is nobody's.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from autograder.results import Result

# what any system may know a person by, the surest first; `sid` is the institution's own number
PERSONAL = ("sid", "id", "login", "mail", "name")
PLATFORM = ("canvas", "moodle")  # a platform's own number: where it is known, nothing else decides
IDS = (*PLATFORM, *PERSONAL)
NUMBERED = re.compile(r"\D+(\d+)")  # `Participant 7`, in any language


class Way(msgspec.Struct, frozen=True):
    """A column that students are known by: the text of each row, and which ids stand there.

    Where `is_number`, the hand-in's own name is not compared with it.
    """

    title: str
    texts: Mapping[int, str]
    ids: tuple[str, ...] = PERSONAL
    is_number: bool = False


class Matches(msgspec.Struct, frozen=True):
    """The row of each student who was found, and why the others were not."""

    rows: dict[str, int]
    lost: dict[str, str]


def numbered(way: Way, ids: tuple[str, ...]) -> Way | None:
    """The numbers at the end of a column such as `Participant 7`; None where it is none."""
    fits = {row: NUMBERED.fullmatch(text.strip()) for row, text in way.texts.items()}
    numbers = {row: fit[1] for row, fit in fits.items() if fit}
    if not numbers or len(numbers) < len(fits):
        return None
    return Way(way.title, numbers, ids, is_number=True)


def match(results: Sequence[Result], ways: Sequence[Way]) -> Matches:
    """The row of each student, by the first way that knows the student."""
    indices = [(way, _index(way.texts)) for way in ways]
    rows, lost = dict[str, int](), dict[str, str]()
    for result in results:
        looked_up = (index[text] for index, text in _lookups(result, indices) if text in index)
        fitting = next(looked_up, set[int]())
        if len(fitting) == 1:
            rows[result.student] = min(fitting)
        else:
            lost[result.student] = _why(result, len(fitting))
    claims = Counter(rows.values())
    for student, row in list(rows.items()):
        if claims[row] > 1:
            lost[student] = "shares a row with another student"
            del rows[student]
    return Matches(rows, lost)


def _why(result: Result, rows: int) -> str:
    """Why a hand-in has no row of its own."""
    if "canvas_anonymous" in result.ids:
        return "was handed in anonymously; grade the download that Canvas gives once it shows names"
    return f"fits {rows} rows" if rows else "fits no row"


def _lookups(
    result: Result, indices: Sequence[tuple[Way, dict[str, set[int]]]]
) -> Iterator[tuple[dict[str, set[int]], str]]:
    """What is looked up where: each id in the columns that hold it, then the hand-in's name in all.

    Who is not there by the platform's own number has left the course; a namesake is somebody else.
    """
    for kind in IDS:
        if text := _key(result.ids.get(kind, "")):
            columns = [index for way, index in indices if kind in way.ids]
            yield from ((index, text) for index in columns)
            if columns and kind in PLATFORM:
                return
    yield from ((index, _key(result.student)) for way, index in indices if not way.is_number)


def _index(texts: Mapping[int, str]) -> dict[str, set[int]]:
    rows = defaultdict[str, set[int]](set)
    for row, text in texts.items():
        for key in _keys(text):
            rows[key].add(row)
    return dict(rows)


def _keys(text: str) -> set[str]:
    last, comma, first = text.partition(",")
    turned = {_key(f"{first.strip()} {last.strip()}")} if comma else set()
    return {key for key in {_key(text), *turned} if key}


def _key(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()
