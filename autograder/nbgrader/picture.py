"""Draws where values are wrong, as a small picture for a notebook: it shows places, never a value."""

import base64
import struct
import zlib
from collections.abc import Sequence

RIGHT = "."  # as `autograder.suite.places` writes it, which needs numpy
CELL, EDGE = 12, 1  # pixels of a cell's side, and of the line around it
PAPER = b"\xff\xff\xff"
FINE = b"\xd9\xe2\xec"
WRONG = [bytes((255, 190 - 14 * n, 120 - 12 * n)) for n in range(9)]  # from "1" to "9"


def picture(places: Sequence[str]) -> str:
    """A PNG in base64 of `TestResult.places`: pale where all is right, darker the more is wrong."""
    width = CELL * len(places[0])
    blank = b"\0" + PAPER * width  # each line of a PNG begins with how it is filtered: not at all
    lines = [line for row in places for line in (blank, *[b"\0" + _line(row)] * (CELL - EDGE))]
    header = struct.pack(">IIBBBBB", width, len(lines), 8, 2, 0, 0, 0)  # 8 bits, RGB
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    content = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)
    return base64.b64encode(content).decode("ascii")


def _line(row: str) -> bytes:
    cells = (FINE if sign == RIGHT else WRONG[int(sign) - 1] for sign in row)
    return b"".join(PAPER * EDGE + colour * (CELL - EDGE) for colour in cells)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
