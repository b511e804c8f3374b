"""Messages name cell and line, and no cell breaks the others."""

import subprocess
import sys
import warnings

import pytest

from autograder.submission.notebook import module_source, where


def line_of(source, text):
    return next(i for i, line in enumerate(source.split("\n"), start=1) if text in line)


def test_a_syntax_error_costs_its_cell_only_and_says_where():
    source, notes = module_source(["def f():\n    return 7", "x = 1\ndef g(:\n    pass"])
    assert notes == ["cell 2 has a syntax error on line 2 and was left out: invalid syntax"]
    assert "def f" in source
    assert "def g" not in source


def test_where_says_cell_and_line():
    source, _ = module_source(
        ["import math\n", "print(1)\n\n\ndef f():\n    a = 1\n    return nowhere"]
    )
    assert where(source, line_of(source, "import math")) == "cell 1, line 1"
    assert where(source, line_of(source, "def f")) == "cell 2, line 4"
    assert where(source, line_of(source, "nowhere")) == "cell 2, line 6"
    source, _ = module_source(["from __future__ import annotations", "import math"])
    assert where(source, 1) == "line 1"


def test_where_counts_magic_lines():
    source, _ = module_source(["%%time\n!ls\ndef f():\n    return nowhere"])
    assert where(source, line_of(source, "nowhere")) == "cell 1, line 4"


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("x = " + "(" * 5000, id="open brackets"),
        pytest.param("x = " + "-" * 50_000 + "1", id="deep"),
        pytest.param("x = " + "a." * 20_000 + "b", id="long chain"),
        pytest.param("x = '\0'", id="NUL"),
        pytest.param("x = '\ud800'", id="half a character"),
        pytest.param("if 0:\n    global y\n    y = 1", id="global"),
        pytest.param("from __future__ import barry_as_FLUFL", id="odd future"),
        pytest.param("x = '\\d'", id="warning"),
        pytest.param("!" * 100_000, id="long line"),
    ],
)
def test_no_cell_breaks_the_others(cell):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source, _ = module_source([cell, "def f():\n    return y if 0 else 7", cell])
    namespace = {"__name__": "work"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, "work.py", "exec"), namespace)
    assert namespace["f"]() == 7


def test_the_module_needs_no_ipython():
    code = "import sys, autograder.submission.notebook; print('IPython' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
