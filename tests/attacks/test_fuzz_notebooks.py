"""Hostile notebooks and modules as bytes: cells that become a module, or a refusal in one line."""

import json
import warnings

from hypothesis import given, settings
from hypothesis import strategies as st

from attacks.handins import assert_words, contents
from autograder.errors import SubmissionError
from autograder.submission.notebook import module_source, notebook_cells
from autograder.submission.source import clean_source

some = settings(max_examples=150, deadline=None, derandomize=True, database=None)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
LINES = (
    "def f():", "    return 7", "x = 1", "class A:", "    pass", "import math", "%%time", "!ls", "%cd x",
    '"""', "'''", 'f"""{', "}", "(", ")", "\\", "if x:", "else:", "try:", "except* E:", "@f", "lambda: f",
    "global x", "    global f", "await f()", "async def g():", "from __future__ import annotations",
    "from a import *", "match x:", "    case [*y]:", "del f", "x: int", "y := 2", "\tf()", "\f", "\r", "\0",
    "é = 'ü'", "f.a[0].b = f", "T |= {}", "return 3", "# coding: utf-7", "\ud800", "print?", "...", "  x",
    "__left_out__ = 1", "__error = f", "raise SystemExit", "with f as (a, b):", "x = yield", "type X = 1",
)  # fmt: skip
cells = st.lists(st.lists(st.sampled_from(LINES), max_size=8).map("\n".join), max_size=5)
sources = st.lists(st.sampled_from(LINES), max_size=4) | anything | cells.map("\n".join)
records = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "code", "markdown", None, 3])},
    optional={"source": sources},
)
notebooks = st.fixed_dictionaries(
    {"cells": st.lists(records, max_size=4) | anything},
    optional={"nbformat": st.sampled_from([3, 4, 5]) | anything, "metadata": anything},
)


def module_of(cells):
    """The module that a notebook's cells become: it always compiles."""
    source, notes = module_source(cells)
    for note in notes:
        assert_words(note)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(source, "work.py", "exec", dont_inherit=True)
    return source


@some
@given(notebooks | anything)
def test_a_notebook_of_any_json_is_read_or_refused(notebook):
    try:
        found = notebook_cells(json.dumps(notebook).encode())
    except SubmissionError as error:
        assert_words(error)
    else:
        assert all(type(cell) is str for cell in found)
        module_of(found)


@some
@given(cells, st.sets(st.sampled_from("fgxyA")))
def test_cells_of_any_lines_become_a_module(some_cells, names):
    before = [*some_cells, "def f_of_the_end():\n    return 7"]
    assert "def f_of_the_end" in module_of(before)
    compile(module_source(before, names)[0], "work.py", "exec", dont_inherit=True)


@some
@given(contents, st.binary(max_size=30), st.integers(0, 40))
def test_the_bytes_of_a_module_are_kept_or_refused(content, more, at):
    content = content[:at] + more + content[at:]
    try:
        cleaned = clean_source(content)
    except SubmissionError as error:
        assert_words(error)
    else:
        assert content.endswith(cleaned)
        cleaned.decode()
