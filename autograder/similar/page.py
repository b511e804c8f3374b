"""Renders pairs as pages: a ranked table, and two hand-ins side by side with what they share marked."""

from collections.abc import Iterator, Sequence

import msgspec

from autograder.report.inline import page
from autograder.similar.pairs import AlikePair, Side

MAX_PAGES = 200  # pairs that get a page; more than that nobody reads

Piece = tuple[bool, str]  # whether it is shared, and the text


class Column(msgspec.Struct, frozen=True):
    """One of the two: the lines in pieces, the first that is shared, and where the longest passage is."""

    side: Side
    lines: Sequence[Sequence[Piece]]
    first: int
    longest: tuple[int, int]


def site(pairs: Sequence[AlikePair], title: str, compared: int) -> Iterator[tuple[str, str]]:
    """The files: `index.html` with the table, and `pairs/001.html` and so on."""
    shown = pairs[:MAX_PAGES]
    columns = [(_column(pair.left), _column(pair.right)) for pair in shown]
    rows = [
        (f"pairs/{number:03}.html", pair, sides)
        for number, (pair, sides) in enumerate(zip(shown, columns, strict=True), 1)
    ]
    yield (
        "index.html",
        page("similar.html", "style.css", title=title, rows=rows, pairs=pairs, compared=compared),
    )
    for name, pair, sides in rows:
        yield name, page("pair.html", "style.css", title=title, pair=pair, columns=sides)


def line_of(text: str, place: int) -> int:
    """The number of the line, from 1, that a place in the text lies in."""
    return text.count("\n", 0, place) + 1


def marked(text: str, spans: Sequence[tuple[int, int]]) -> list[list[Piece]]:
    """The lines of a text, each in pieces that are shared or not."""
    pieces: list[Piece] = []
    position = 0
    for start, end in sorted(spans):
        begin = max(start, position)
        if end > begin:
            pieces += [(False, text[position:begin]), (True, text[begin:end])]
            position = end
    pieces.append((False, text[position:]))
    lines: list[list[Piece]] = [[]]
    for hit, piece in pieces:
        first, *further = piece.split("\n")
        lines[-1].append((hit, first))
        lines += [[(hit, part)] for part in further]
    return [[piece_of_line for piece_of_line in line if piece_of_line[1]] for line in lines]


def _column(side: Side) -> Column:
    text = side.work.text
    lines = marked(text.rstrip("\n"), side.passages)
    hits = (number for number, line in enumerate(lines, 1) if any(hit for hit, _ in line))
    begin, end = side.longest
    return Column(side, lines, next(hits, 1), (line_of(text, begin), line_of(text, end - 1)))
