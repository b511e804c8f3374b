"""A kind of hand-in is one row of a table: whoever reads hand-ins asks it, and nobody a suffix."""

import json
import re
from pathlib import Path

import pytest

from autograder.course.assignment import Assignment, Question
from autograder.release.handout import imported_packages
from autograder.similar.work import work_of
from autograder.submission import caps, kinds
from autograder.submission.discover import discover

POOLING = Assignment(
    "a1_pooling",
    "Pooling",
    "pooling.py",
    (Question("max_pool", "Max pooling", 4, ("max_pool2d",)),),
)
STUB = b"def max_pool2d(x):\n    raise NotImplementedError\n"
WRITTEN = b"# Pooling\n```python\nimport torch\n```\ntext\n```python\ndef max_pool2d(x):\n    return x\n```\n"


def markdown_cells(content):
    """The blocks of Python in a text, as Quarto and R Markdown have them."""
    return re.findall(r"^```python\n(.*?)\n```$", content.decode(), re.DOTALL | re.MULTILINE)


@pytest.fixture
def quarto(monkeypatch):
    row = kinds.FileKind(caps.NOTEBOOK, cells=markdown_cells)
    monkeypatch.setitem(kinds.KINDS, "qmd", row)


def hand_in(tmp_path, files):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return discover(tmp_path, POOLING)


@pytest.mark.usefixtures("quarto")
def test_a_row_makes_a_kind_that_is_graded_and_compared(tmp_path):
    (ada,) = hand_in(tmp_path, {"ada/work.qmd": WRITTEN})
    assert (ada.main, ada.problem) == ("work.qmd", "")
    assert kinds.notebook_code(ada.main, ada.files[ada.main])[1].startswith("def max_pool2d")
    assert "return x" in work_of(ada, ()).text
    assert imported_packages(ada.files) == {"torch"}


@pytest.mark.usefixtures("quarto")
def test_a_new_kind_counts_where_the_module_is_still_the_stub(tmp_path):
    (ada,) = hand_in(tmp_path, {"ada/pooling.py": STUB, "ada/lesson.qmd": WRITTEN})
    assert ada.main == "lesson.qmd"
    assert ada.notes == ("graded lesson.qmd: pooling.py is as it was handed out",)


@pytest.mark.usefixtures("quarto")
def test_a_new_kind_without_code_is_a_problem(tmp_path):
    (ada,) = hand_in(tmp_path, {"ada/work.qmd": b"# Pooling\n"})
    assert ada.problem.startswith("work.qmd has no code.")


def test_what_has_no_row_is_no_hand_in(tmp_path):
    (ada,) = hand_in(tmp_path, {"ada/work.qmd": WRITTEN})
    assert ada.problem.startswith("Expected pooling.py; found work.qmd.")


def test_a_suffix_in_capitals_is_the_same_kind(make_course, autograder, tmp_path):
    make_course(tmp_path)
    cell = {"cell_type": "code", "source": "def double(x):\n    return 2 * x"}
    (tmp_path / "ada.IPYNB").write_text(json.dumps({"nbformat": 4, "cells": [cell]}))
    graded = ("grade", "ada.IPYNB", "--assignment", "doubling", "--out", "out")
    assert autograder(*graded, cwd=tmp_path).status == 0
    assert json.loads((tmp_path / "out/doubling/ada.json").read_bytes())["score"] == 4


def test_only_the_table_names_the_suffix_of_a_hand_in():
    engine = Path(kinds.__file__).parent.parent
    asked = re.compile(r"""["'](?:ipynb|\.ipynb)["']""")
    naming = {
        path.relative_to(engine).as_posix()
        for path in engine.rglob("*.py")
        if asked.search(path.read_text(encoding="utf-8"))
    }
    assert naming == {
        "submission/kinds.py",
        "release/strip.py",
    }  # a release writes what Jupyter reads
