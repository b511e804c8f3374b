"""A CSV file that a gradebook gave: read, filled in at single cells, and written as it came.

Delimiter, line ends and byte order mark stay; a cell that is not filled keeps its value.
"""

import csv
import io
import math
from collections.abc import Mapping, Sequence

import msgspec

from autograder.delimited import read_rows
from autograder.errors import UsageError
from autograder.escape import one_line

BOM = "\ufeff"


class Worksheet(msgspec.Struct, frozen=True):
    """Header and rows, each row as long as it was, and how the file was written."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    line_end: str
    bom: bool

    def column(self, name: str) -> int:
        """The place of a column; `UsageError` lists those that there are."""
        if self.header.count(name) == 1:
            return self.header.index(name)
        wrong = "stands twice" if name in self.header else "is not"
        raise UsageError(
            f"column {name!r} {wrong} in the template; it has: {titles_of(self)}; name one of these "
            "with --column, --match, --maximum or --feedback"
        )

    def at(self, row: int, column: int) -> str:
        """The value of a cell; nothing where the row is too short."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""


def titles_of(sheet: Worksheet) -> str:
    """The titles, to be shown where none of them was expected."""
    return ", ".join(repr(one_line(title, 60)) for title in sheet.header if title)


def parse(content: bytes, name: str) -> Worksheet:
    """The worksheet in a file; `UsageError` where it is none."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(
            f"{name} is not UTF-8: expected a gradebook as CSV; export it so, and give it with --template"
        ) from None
    bom, text = text.startswith(BOM), text.removeprefix(BOM)
    rows, delimiter = read_rows(text, name)
    if len(rows) < 2 or len(rows[0]) < 2:
        raise UsageError(
            f"{name} is no gradebook but {len(rows)} rows: expected a row of titles and a row per "
            "student; download it again and give it with --template"
        )
    line_end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    header, *body = map(tuple, rows)
    return Worksheet(header, tuple(body), delimiter, line_end, bom)


def filled(sheet: Worksheet, values: Mapping[tuple[int, int], str]) -> bytes:
    """The file again, with `values` at (row, column)."""
    rows = [list(row) for row in sheet.rows]
    for (row, column), value in values.items():
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    return _written(sheet, [sheet.header, *rows])


def number(text: str) -> float:
    """A number as a gradebook writes it, with a point or a comma; `ValueError` if it is none."""
    value = float(text.strip().replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _written(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    odd = any("\r" in cell for row in rows for cell in row)  # Python 3.11 would not quote these
    quoting = csv.QUOTE_ALL if odd else csv.QUOTE_MINIMAL
    form = {"delimiter": sheet.delimiter, "lineterminator": sheet.line_end, "quoting": quoting}
    csv.writer(out, **form).writerows(rows)
    return f"{BOM if sheet.bom else ''}{out.getvalue()}".encode()
