"""What students could hand in to break the reader: odd names, contents, zips, trees and notebooks."""

import io
import json
import random
import re
import struct
import warnings
import zipfile
from pathlib import Path

from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(file for file in (ROOT / "examples/submitted").rglob("*") if file.is_file())
CODE = b"def max_pool2d(x):\n    return x\n"
NOTEBOOK = json.dumps(
    {"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a = 1\n", "b = 2"]}]}
).encode()
SECRET = b"the right answer is 42"


def assert_words(said: object, most: int = 600) -> None:
    """A message is one short line, whatever it speaks of."""
    assert str(said).isprintable()
    assert len(str(said)) < most


# ---------------------------------------------------------------------------- names and contents

FILE_NAMES = (
    "pooling.py", "Pooling.PY", "mine.py", "lesson.ipynb", "work.ipynb", "data.csv", "conftest.py",
    "ada.zip", "work.tar.gz", ".hidden.py", "__MACOSX", "a1_pooling", "bob", "..py", "...", "~", "-rf",
    "'\"`$(id)`\"'.py", "\x1b[31m.py", "\r\n::error::.py", "é\u202e\u0301.py", "\\udcff.py", "a\\b.py",
    "C:", "nul", "x" * 200 + ".py", "%2e%2e%2fpooling.py",
)  # fmt: skip
PATHS = (
    *FILE_NAMES, "/", ".", "./", "..", "../pooling.py", "a/../../pooling.py", "/etc/pooling.py",
    "C:/pooling.py", "..\\pooling.py", "\0", "pooling.py\0.csv", "pooling.py/", "pooling.py/x", "a//b.py",
    "a/" * 30 + "b.py", "a/pooling.py", "bob/a1_pooling/pooling.py", "x" * 60_000, "secret/secret.py",
)  # fmt: skip
CONTENTS = (
    CODE, NOTEBOOK, b"", b" \n\t", b"\xef\xbb\xbf" + CODE, CODE + b"\0", b"x = '\xff'",
    "é".encode("utf-16"), b"# coding: utf-7\n+AAo-", b"# coding: undefined\n", b"# coding: x\x0c\n",
    b"#!\n# -*- coding: latin-1 -*-\n\xc3\xa9", b"\n" * 300_000, b"[" * 100_000, b"PK\x05\x06" + bytes(18),
    b'{"cells": [], "nbformat": -' + b"9" * 4000 + b"}", b'{"cells": 1e999}', b'{"nbformat": 4}',
    b'{"cells": [{"cell_type": "code", "source": "\\ud800\\u0000"}]}', b'{"cells": [' + b"9" * 5000 + b"]}",
    b'{"cells": [' + b",".join([b"{}"] * 50_000) + b"]}", b"null", b"NaN", b'"\\u"',
)  # fmt: skip
names = st.sampled_from(FILE_NAMES) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=8
).filter(lambda name: name not in (".", ".."))
contents = st.sampled_from(CONTENTS) | st.binary(max_size=60)

# ------------------------------------------------------------------------------------------ trees

LINKS = ("../secret/secret.py", "/", ".", "..", "nowhere", "/proc/self/environ", "pooling.py")
links = st.sampled_from(LINKS).map(lambda target: ("link", target))
trees = st.dictionaries(
    names,
    st.recursive(
        contents | links | st.just(("pipe", "")),
        lambda inner: st.dictionaries(names, inner, max_size=4),
        max_leaves=12,
    ),
    max_size=5,
)

# ------------------------------------------------------------------------------------------- zips


def zipped(members: list[tuple[str, bytes, int]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of members: path, content, and type and mode as Unix knows them."""
    memory = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(memory, "w", method) as archive:
        warnings.simplefilter("ignore")  # of names that stand twice
        for path, content, mode in members:
            info = zipfile.ZipInfo()
            info.filename, info.compress_type = path, method
            info.external_attr = mode << 16
            archive.writestr(info, content)
    return memory.getvalue()


MODES = (0, 0o100644, 0o120777, 0o010644, 0o020666, 0o040755, 0o140777)  # file, link, pipe, ...
FIELDS = (  # mark, and where numbers stand behind it: (offset, format)
    (b"PK\x03\x04", ((4, "<H"), (6, "<H"), (8, "<H"), (14, "<I"), (18, "<I"), (22, "<I"), (26, "<H"))),
    (
        b"PK\x01\x02",
        (
            *((6, "<H"), (8, "<H"), (10, "<H"), (12, "<I"), (16, "<I"), (20, "<I"), (24, "<I")),
            *((28, "<H"), (30, "<H"), (32, "<H"), (38, "<I"), (42, "<I")),
        ),
    ),
    (b"PK\x05\x06", ((4, "<H"), (8, "<H"), (10, "<H"), (12, "<I"), (16, "<I"), (20, "<H"))),
)  # fmt: skip


def odd_zip(source: random.Random, depth: int = 0) -> bytes:
    """A zip of odd members, some of them zips, with some of its numbers changed."""
    members = [
        (
            source.choice(source.choice((FILE_NAMES[:3], PATHS))),
            _content(source, depth),
            source.choice(MODES[:2] * 6 + MODES),
        )
        for _ in range(source.randint(1, 5))
    ]
    data = bytearray(zipped(members, source.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))))
    for _ in range(source.choice((0, 0, 1, 2, 5))):
        mark, fields = source.choice(FIELDS)
        places = [found.start() for found in re.finditer(re.escape(mark), data[:-18])]
        at, (offset, form) = source.choice(places or [0]), source.choice(fields)
        if at + offset + 4 > len(data):
            continue
        number = source.choice((0, 1, 2, 9, 0x800, 0xFFFF, 0xFFFFFFFF, source.getrandbits(32)))
        struct.pack_into(form, data, at + offset, number & (0xFFFF if form == "<H" else 0xFFFFFFFF))
    return bytes(data)


def _content(source: random.Random, depth: int) -> bytes:
    if depth < 2 and source.random() < 0.2:
        return odd_zip(source, depth + 1)
    return source.choice(CONTENTS)


def overlapping(count: int, size: int) -> bytes:
    """A zip whose members are all the same compressed bytes."""
    one = zipped([("a.csv", bytes(size), 0)])
    start = one.index(b"PK\x01\x02")
    body, entry, end = one[:start], one[start : one.index(b"PK\x05\x06")], bytearray(one[-22:])
    entries = b"".join(entry.replace(b"a.csv", b"%05d" % i) for i in range(count))
    struct.pack_into("<HHII", end, 8, count, count, len(entries), start)
    return body + entries + bytes(end)
