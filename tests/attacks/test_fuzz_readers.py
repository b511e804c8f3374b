"""Hostile hand-ins before the reader: a hand-in or a problem, soon, and nothing else is touched."""

import os
import random
import re
import shutil
import struct
import time
from collections import Counter

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from test_wire_fuzz import mutated

from attacks import handins
from attacks.handins import CODE, EXAMPLES, SECRET, assert_words
from attacks.memory import growth
from autograder.course.assignment import Assignment, Question
from autograder.errors import UsageError
from autograder.submission import caps
from autograder.submission.discover import discover
from autograder.submission.names import result_file_name
from autograder.submission.source import clean_source

DAMAGED, ODD_ZIPS, LONGER = 2000, 1000, 30  # in `--long`, so many times as many
SLOWEST = 20.0  # seconds for one hand-in; the slowest takes a twentieth of it alone
QUESTION = Question("max_pool", "Max pooling", 4, ("max_pool2d",))
POOLING = Assignment("a1_pooling", "Pooling", "pooling.py", (QUESTION,))
some = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder to read from, beside a secret; whatever is written anywhere near is found."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/secret.py").write_bytes(SECRET)
    (tmp_path / "cwd").mkdir()
    (tmp_path / "all").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "cwd"))
    yield tmp_path / "all"
    assert listed(tmp_path / "cwd") == []
    assert listed(tmp_path / "secret") == ["secret.py"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all", "cwd", "secret"]


def listed(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def read(path):
    """What the reader makes of a path; each hand-in is sound, and the disk is as it was."""
    before, start = listed(path), time.monotonic()
    try:
        found = discover(path, POOLING)
    except UsageError as error:
        assert_words(error, 2000)
        found = []
    assert time.monotonic() - start < SLOWEST
    assert listed(path) == before
    for one in found:
        assert_sound(one)
    return found


def assert_sound(one):
    assert bool(one.problem) == (one.main == "") == (one.files == {})
    assert one.problem == "" or one.problem.endswith(".")
    for words in (one.problem, *one.notes):
        assert_words(words)
    assert one.problem or (one.main in one.files and "/" not in one.main)
    assert len(one.files) <= caps.FILES
    assert sum(map(len, one.files.values())) <= caps.TOTAL
    for path, content in one.files.items():
        assert not {"", ".", ".."} & set(path.split("/"))
        assert SECRET not in content
        assert not path.endswith(".py") or clean_source(content) == content
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=type(one)) == one
    assert "/" not in result_file_name(one.student)


def kind_of(one):
    """A result without what differs from file to file."""
    said = re.search(
        r"\b(is|are|holds|has|leads|lies|declares|larger|found)\b[^.;:(]*", one.problem
    )
    return said[0].strip() if said else "another problem" if one.problem else "read"


# ------------------------------------------------------------------ real hand-ins with damage


@pytest.mark.timeout(1800)
def test_a_damaged_example_is_read_or_a_problem(place, long, report):
    source, kinds, start = random.Random(40), Counter(), time.monotonic()
    contents = [(file.suffix, file.read_bytes()) for file in EXAMPLES]
    count = DAMAGED * (LONGER if long else 1)
    for _ in range(count):
        suffix, content = source.choice([*contents, contents[-1]])
        file = place / f"ada{suffix}"
        content = mutated(content, source)
        if suffix != ".zip" and source.random() < 0.7:
            content = content.decode("utf-8", "ignore").encode()
        file.write_bytes(content)
        kinds.update(map(kind_of, read(file)))
    title = f"{count} damaged examples in {time.monotonic() - start:.0f} s"
    report.add(title, [(kind, str(n)) for kind, n in kinds.most_common(12)])
    assert min(kinds["read"], kinds.total() - kinds["read"]) > count // 10


@pytest.mark.timeout(1800)
def test_an_odd_zip_is_read_or_a_problem_and_spoils_no_other(place, long, report):
    source, kinds, start = random.Random(41), Counter(), time.monotonic()
    (place / "abe.py").write_bytes(CODE)
    count = ODD_ZIPS * (LONGER if long else 1)
    for _ in range(count):
        (place / "zed.zip").write_bytes(handins.odd_zip(source))
        abe, zed = read(place)
        assert abe.files == {"pooling.py": CODE}
        kinds[kind_of(zed)] += 1
        read(place / "zed.zip")
    title = f"{count} odd zips in {time.monotonic() - start:.0f} s"
    report.add(title, [(kind, str(n)) for kind, n in kinds.most_common(12)])
    assert len(kinds) > 12


# ------------------------------------------------------------------------------ made-up hand-ins


def lay(folder, tree):
    folder.mkdir(exist_ok=True)
    for name, content in tree.items():
        match content:
            case dict():
                lay(folder / name, content)
            case ("link", target):
                (folder / name).symlink_to(target)
            case ("pipe", _):
                os.mkfifo(folder / name)
            case _:
                (folder / name).write_bytes(content)


@some
@given(handins.trees)
def test_a_folder_of_anything_is_read_or_a_problem(place, tree):
    shutil.rmtree(place)
    lay(place, {"zed": tree, "abe.py": CODE, "abo.py": CODE})
    abe, abo, _ = read(place)
    assert abe.files == abo.files == {"pooling.py": CODE}
    read(place / "zed")


# ---------------------------------------------------------------------------------- huge hand-ins


def endless_directory():
    size = 100 * caps.MB
    return bytes(size) + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, size, 0, 0)


def zips_in_zips():
    content = handins.zipped([("pooling.py", CODE, 0)])
    for _ in range(12):
        content = handins.zipped([("a.zip", content, 0)])
    return content


HUGE = {
    "members that overlap": (lambda: handins.overlapping(190, 200 * caps.KB), "ada.zip"),
    "as many members as may be": (lambda: handins.overlapping(49_000, 10), "ada.zip"),
    "a directory that is all of the zip": (endless_directory, "ada.zip"),
    "a zip in a zip in a zip": (zips_in_zips, "ada.zip"),
    "zips that are full of zeros": (
        lambda: handins.zipped([(f"{i}.zip", bytes(31 * caps.MB), 0) for i in range(4)]),
        "ada.zip",
    ),
    "a notebook of a million lists": (lambda: b'{"cells": [' + b"[]," * 1_300_000, "ada.ipynb"),
    "a notebook of numbers": (lambda: b'{"cells": [' + b"9" * 4_000_000 + b"]}", "ada.ipynb"),
    "a notebook of escapes": (lambda: b'{"cells": "' + b"\\n" * 2_000_000 + b'"}', "ada.ipynb"),
    "a notebook of one deep record": (lambda: b'{"a":' * 700_000, "ada.ipynb"),
    "a module of brackets": (lambda: b"(" * caps.SOURCE, "ada.py"),
    "a module that is one comment": (lambda: b"# coding: " + b"a" * 200_000, "ada.py"),
}
MOST_MEMORY = {"ada.zip": 80, "ada.ipynb": 150, "ada.py": 20}  # MB


@pytest.mark.parametrize(("content", "name"), HUGE.values(), ids=HUGE)
def test_a_huge_hand_in_takes_little(place, content, name):
    (place / name).write_bytes(content())
    with growth() as megabytes:
        found = read(place / name)
    assert found
    assert all(one.problem for one in found) or name == "ada.py"
    assert megabytes[0] < MOST_MEMORY[name]
