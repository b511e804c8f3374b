"""What a student reads of an edit that repairs: of a module its line, of a notebook cell and line."""

import json

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
REFERENCE = '''\
def part(x, first, last):
    """The sum of x[first] to x[last], both included."""
    total = 0.0
    for i in range(first, last + 1):
        total += float(x[i])
    return total
'''
SUITE = """\
import pytest
import torch

from autograder.suite import assert_close, local
from reference import doubling

ref = local(doubling)
X = torch.tensor([1.5, -2.0, 4.0, 0.25, 7.0])


@pytest.mark.question("part")
@pytest.mark.parametrize(("first", "last"), [(0, 1), (1, 3), (0, 4), (2, 2)])
def test_part(student, first, last):
    assert_close(student.part(X, first, last), ref.part(X, first, last))


@pytest.mark.question("part")
def test_nothing_is_zero(student):
    assert_close(student.part(X, 3, 2), ref.part(X, 3, 2))
"""
TOML = """\
title = "Parts"
module = "doubling.py"

[[questions]]
id = "part"
title = "Parts"
points = 5
names = ["part"]
"""
OWN = """\
import ast

from autograder.suite import code_edit
from reference import doubling as correct  # noqa: F401


@code_edit("with the sum in place of the product")
def product_for_sum(node):
    if isinstance(node, ast.Attribute) and node.attr == "prod":
        yield ast.Attribute(node.value, "sum", node.ctx)
"""
SQUARES = REFERENCE.replace("(x[i])", "(x[i]) ** 2")
LOOKS = "print('a look at numbers')"
CELLS = [
    "# Parts",
    "import torch",
    LOOKS,
    LOOKS,
    LOOKS,
    LOOKS,
    f"# the sum\n{SQUARES}",
    "part([1.0], 0, 0)",
]
HAND_INS = {
    "module/doubling.py": SQUARES,
    "notebook/doubling.ipynb": CELLS,
    "course/doubling.py": "def part(x, first, last):\n    return float(x[first : last + 1].prod())\n",
    "two/doubling.py": SQUARES.replace("total = 0.0", "total = 1.0 + i * last if (i := first) else 0.5"),
    "missing/doubling.py": "from nowhere import part\n",
    "broken/doubling.py": "def part(:\n",
    "hangs/doubling.py": "def part(x, first, last):\n    while last > 3: pass\n    return last + 0.0\n",
    "todo/doubling.py": "def part(x, first, last):\n    raise NotImplementedError\n",
}  # fmt: skip


def notebook(cells):
    """A notebook with these cells of code."""
    rows = [{"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": rows})


@pytest.fixture(scope="module")
def told(tmp_path_factory, autograder, make_course, write_files):
    """The advice that each hand-in gets, by its name."""
    root = tmp_path_factory.mktemp("told")
    changes = {
        "grading_tests/doubling/assignment.toml": TOML,
        "grading_tests/doubling/misconceptions.py": OWN,
        "grading_tests/doubling/test_double.py": SUITE,
        "reference/doubling.py": REFERENCE,
    }
    course = make_course(root / "course", changes)
    files = {
        name: notebook(text) if isinstance(text, list) else text for name, text in HAND_INS.items()
    }
    submitted = write_files(root / "submitted", files)
    command = ("grade", submitted, "--assignment", "doubling", "--out", root / "out")
    done = autograder("--course", course, *command)
    assert done.status == 0, done.err
    found = {}
    for path in (root / "out" / "doubling").glob("*.json"):
        result = json.loads(path.read_text())
        assert not result.get("for_the_course")
        found[path.stem] = [
            (a["misconception"], a["text"]) for a in result["questions"][0]["advice"]
        ]
    return found


def test_a_module_is_told_its_line(told):
    text = "Line 5: `2`; with 1 less, all 4 failed tests pass."
    assert told["module"] == [("one_too_many", text)]


def test_a_notebook_is_told_its_cell_and_the_line_in_it(told):
    text = "Cell 7, line 6: `2`; with 1 less, all 4 failed tests pass."
    assert told["notebook"] == [("one_too_many", text)]


def test_a_courses_own_edit_is_told_in_its_own_words(told):
    text = "Line 2: `x[first : last + 1].prod`; with the sum in place of the product, all 4 failed tests pass."
    assert told["course"] == [("product_for_sum", text)]


def test_two_mistakes_in_one_function_are_not_told_as_one(told):
    assert told["two"] == []


@pytest.mark.parametrize("name", ["missing", "broken", "hangs", "todo"])
def test_what_does_not_answer_is_not_edited(told, name):
    assert told[name] == []
