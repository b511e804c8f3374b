"""Pictures of arrays for a page: the shapes and the words; a template puts them into SVG."""

from collections.abc import Sequence

import msgspec

MAX_CELLS = 16  # rows and columns that a result may hold
WHOLE, LARGEST = 72, 12  # pixels of the longer side, and of a cell


class Map(msgspec.Struct, frozen=True):
    """Where values are wrong: a path of cells for each shade, and the same in words."""

    rows: int
    columns: int
    cell: float  # pixels
    shades: tuple[tuple[float, str], ...]  # opacity, path
    told: str


def drawn(places: Sequence[str]) -> Map | None:
    """The picture of `autograder.suite.places`; None where there is none."""
    rows = [row[:MAX_CELLS] for row in places[:MAX_CELLS]]
    columns = min(map(len, rows), default=0)
    if not columns:
        return None
    wrong = {
        (y, x): row[x]
        for y, row in enumerate(rows)
        for x in range(columns)
        if row[x] in "123456789"
    }
    paths: dict[str, str] = {}
    for (y, x), shade in wrong.items():
        paths[shade] = f"{paths.get(shade, '')}M{x} {y}h1v1h-1z"
    shades = tuple(
        (round(0.3 + 0.7 * int(shade) / 9, 2), path) for shade, path in sorted(paths.items())
    )
    cell = min(LARGEST, WHOLE / max(len(rows), columns))
    return Map(len(rows), columns, cell, shades, _told(set(wrong), len(rows), columns))


def _told(wrong: set[tuple[int, int]], rows: int, columns: int) -> str:
    """How many places are wrong, and whether these are the border, or all but it."""
    count = f"{len(wrong)} of {rows * columns} places hold wrong values"
    if min(rows, columns) < 3 or not wrong:
        return count
    inner = {(y, x) for y, x in wrong if 0 < y < rows - 1 and 0 < x < columns - 1}
    if not inner:
        return f"{count}, all at the border"
    return f"{count}, none at the border" if inner == wrong else count
