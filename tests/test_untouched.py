"""A module as it was handed out, and an answer that stands in the notebook beside it."""

import json

import pytest
from conftest import ROOT

from autograder.course.assignment import Assignment, Question, load
from autograder.submission.discover import discover
from autograder.submission.untouched import is_untouched

ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("assignments/*/lesson.ipynb"))
QUESTION = Question("double", "Twice", 2, ("double", "Half"))
STUB = '''
import torch

def helper(x):
    return x

def double(x):
    """Twice x."""
    # YOUR CODE HERE
    raise NotImplementedError

class Half:
    def __init__(self):
        super().__init__()
        raise NotImplementedError
'''
WRITTEN = STUB.replace("    # YOUR CODE HERE\n    raise NotImplementedError", "    return 2 * x")


def notebook(*sources):
    cells = [{"cell_type": "code", "source": text, "metadata": {}} for text in sources]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": cells})


def handed_in(write_files, folder, files, counts="module"):
    assignment = Assignment("doubling", "Doubling", "doubling.py", (QUESTION,), counts=counts)
    write_files(folder / "ada" / "doubling", files)
    (submission,) = discover(folder, assignment)
    return submission


@pytest.mark.parametrize("slug", ASSIGNMENTS)
def test_a_released_module_is_untouched_and_its_solution_is_not(slug):
    assignment = load(ROOT / "grading_tests" / slug)
    names = {name for question in assignment.questions for name in question.names}
    stub, solution = (
        ROOT / place / slug / assignment.module for place in ("assignments", "solutions")
    )
    assert is_untouched(stub.read_bytes(), names)
    assert not is_untouched(solution.read_bytes(), names)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("raise NotImplementedError\n\nclass", "return 0\n\nclass"), id="a function"),
        pytest.param(("class Half:", "Half = dict\n\nclass Other:"), id="an assignment"),
        pytest.param(("import torch", "from torch import relu as double"), id="an import"),
        pytest.param(("import torch", "import ("), id="no Python"),
    ],
)
def test_one_written_name_touches_it(change):
    assert is_untouched(STUB.encode(), QUESTION.names)
    assert not is_untouched(STUB.replace(*change).encode(), QUESTION.names)


def test_a_notebook_counts_beside_an_untouched_module(tmp_path, write_files):
    files = {
        "doubling.py": STUB,
        "lesson.ipynb": notebook("x = 1", "def double(x):\n    return 2 * x"),
    }
    submission = handed_in(write_files, tmp_path, files)
    assert submission.main == "lesson.ipynb"
    assert submission.notes == ("graded lesson.ipynb: doubling.py is as it was handed out",)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"doubling.py": WRITTEN, "lesson.ipynb": notebook("def double(x): 0")}, id="both"
        ),
        pytest.param({"doubling.py": STUB, "lesson.ipynb": notebook("x = 1")}, id="nothing"),
        pytest.param(
            {"doubling.py": STUB, "lesson.ipynb": notebook("from a import double")}, id="import"
        ),
        pytest.param({"doubling.py": STUB, "lesson.ipynb": "{"}, id="no notebook"),
    ],
)
def test_else_the_module_counts(tmp_path, write_files, files):
    assert handed_in(write_files, tmp_path, files).main == "doubling.py"


def test_a_notebook_counts_where_the_assignment_says_so(tmp_path, write_files):
    files = {"doubling.py": WRITTEN, "lesson.ipynb": notebook("def double(x): 0")}
    submission = handed_in(write_files, tmp_path, files, counts="notebook")
    assert submission.main == "lesson.ipynb"
    assert submission.notes == ("graded lesson.ipynb; doubling.py was ignored",)


def test_a_module_alone_counts_also_there(tmp_path, write_files):
    assert (
        handed_in(write_files, tmp_path, {"doubling.py": WRITTEN}, "notebook").main == "doubling.py"
    )
