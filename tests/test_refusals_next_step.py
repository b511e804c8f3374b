"""Whatever discovery and export refuse: what is there, what was expected, and what to type next."""

import ast
import re

import pytest
from conftest import ROOT
from gradebooks import BLACKBOARD_BOOK, CANVAS_BOOK, MOODLE_SHEET
from layouts.made import GOOD, OLD, call, lay
from made_results import not_judged, result

from autograder.cli.formats import FORMATS, ExportOptions
from autograder.errors import UsageError
from autograder.export.classroom50 import RunnerContext, classroom50
from autograder.export.gradescope import gradescope
from autograder.submission.roster import read_roster

NEXT = re.compile(r"--[a-z]+|autograder [a-z]+")
PLACES = ("autograder/submission", "autograder/export", "autograder/cli", "autograder/delimited.py")
READERS = ("export", "stored", "formats", "roll", "delimited")


def refusals():
    for place in PLACES:
        path = ROOT / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if path.name == "cli" and file.stem not in READERS:
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "UsageError":
                    words = ast.walk(node)
                    texts = [part.value for part in words if isinstance(part, ast.Constant)]
                    yield pytest.param("".join(map(str, texts)), ast.unparse(node), id=file.stem)


@pytest.mark.parametrize(("text", "code"), list(refusals()))
def test_a_refusal_ends_with_what_to_type(text, code):
    assert NEXT.search(text) or re.search(r"\{option", code), code


def test_the_refusals_are_found():
    assert len(list(refusals())) > 40


HAND_INS = {
    "nothing": ({"a.txt": b"x"}, {}, ("but a.txt", "expected pooling.py", "autograder grade")),
    "an empty folder": (
        {"./": b""},
        {},
        ("but nothing to read", "expected pooling.py", "autograder grade"),
    ),
    "two of one name": (
        {"bob.py": GOOD, "bob/pooling.py": OLD},
        {},
        ("bob.py and bob/", "expected one", "--dry-run"),
    ),
    "another layout": (
        {"ada.py": GOOD, "bob.py": GOOD},
        {"layout": "moodle"},
        ("but ada.py and bob.py", "leave --layout out"),
    ),
    "several for one name": (
        {"ada.py": GOOD, "bob.py": GOOD},
        {"student": "zoe"},
        ("2 were found (ada.py, bob.py", "leave --student out"),
    ),
    "an empty name": (
        {"ada.py": GOOD},
        {"student": " "},
        ("is empty", "expected", "--student ada"),
    ),
}


@pytest.mark.parametrize("case", HAND_INS)
def test_discovery_says_what_is_there_what_was_expected_and_what_to_type(tmp_path, case):
    files, choice, words = HAND_INS[case]
    lay(tmp_path / "all", files)
    with pytest.raises(UsageError) as refusal:
        call(tmp_path / "all", **choice)
    assert [word for word in words if word not in str(refusal.value)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("the columns (none)", "expected at least one of id", "--roster")),
        (
            "x,y\n1,2\n",
            ("the columns x and y", "expected at least one of id", "leave --roster out"),
        ),
        ("id,name\n", ("names nobody", "expected a row for each", "leave --roster out")),
        ('id,name\n"a"b,c\n', ("is no CSV file", "expected cells by comma", "--roster")),
    ],
)
def test_a_roster_says_it_too(tmp_path, text, words):
    path = tmp_path / "roster.csv"
    path.write_text(text)
    with pytest.raises(UsageError) as refusal:
        read_roster(path)
    assert [word for word in words if word not in str(refusal.value)] == []


TEMPLATES = [
    ("canvas", MOODLE_SHEET, ("expected Student, ID", "it has 'Identifier'", "--template")),
    ("canvas", CANVAS_BOOK.replace("Points Possible", "x"), ("no row of Points", "--template")),
    ("canvas", CANVAS_BOOK, ("which column is a1_pooling's", "'a1_pooling=TITLE'", "Max pooling")),
    ("blackboard", CANVAS_BOOK, ("expected a column Username", "it has 'Student'", "--template")),
    ("brightspace", BLACKBOARD_BOOK, ("expected a column End", "it has 'Last Name'", "--template")),
    ("moodle", "a,b\n1,2\n", ("which column is the grade", "has 'a', 'b'", "--column TITLE")),
    ("moodle", "a\n", ("is no gradebook but 1 rows", "expected a row of titles", "--template")),
    ("moodle", '"a"b,c\n', ("is no CSV file", "expected cells by", "--template")),
]


@pytest.mark.parametrize(("to", "text", "words"), TEMPLATES)
def test_a_gradebook_says_it_too(tmp_path, to, text, words):
    path = tmp_path / "book.csv"
    path.write_text(text)
    with pytest.raises(UsageError) as refusal:
        FORMATS[to].make([result()], ExportOptions(path), tmp_path / "made")
    assert [word for word in words if word not in str(refusal.value)] == []


@pytest.mark.parametrize("make", [gradescope, lambda one: classroom50(one, RUN)])
def test_a_hand_in_without_a_score_says_how_it_gets_one(make):
    with pytest.raises(UsageError, match="expected a score; mend the suite .* autograder grade"):
        make(not_judged())


RUN = RunnerContext(*["x"] * 7)
