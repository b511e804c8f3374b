"""A hand-in imported from memory: it behaves as files beside each other would, and none exist."""

import inspect
import linecache
import sys
import traceback
from pathlib import Path

import pytest

from autograder.protocol.order import Order
from autograder.protocol.steps import Raised, Step, Value
from autograder.worker.answering import Local, raised
from autograder.worker.importer import import_handin, load_props


@pytest.fixture(autouse=True)
def _own_modules():
    """Forget the hand-in's modules after each test."""
    finders, modules = list(sys.meta_path), dict(sys.modules)
    yield
    sys.meta_path[:] = finders
    for name in set(sys.modules) - set(modules):
        del sys.modules[name]
    sys.modules.update(modules)
    linecache.clearcache()


def handin(main, files=None, file="pooling.py", **fields):
    """The namespace and the file names of a hand-in with this main file and these others."""
    imported = whole(main, files, file, **fields)
    return imported.namespace, imported.files


def whole(main, files=None, file="pooling.py", **fields):
    """What an import makes of a hand-in with this main file and these others."""
    others = {name: text.encode() for name, text in (files or {}).items()}
    order = Order("pooling", file, {file: main.encode(), **others}, **fields)
    return import_handin(order, load_props(order.props))


def call(main, files=None, name="f"):
    """What the hand-in answers to a call, as a worker answers."""
    namespace, names = handin(main, files)
    answer = Local(namespace, names).answer(Step(1, "call", name))
    return answer.value if isinstance(answer, Value) else answer


def fault(main, files=None):
    """The record of what the import raised, as a worker records it."""
    files = files or {}
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - the record says which
        handin(main, files)
    return raised(caught.value, ("pooling.py", *files))


def test_a_module_is_imported():
    namespace, files = handin("rate = 0.5\ndef f(): return rate")
    assert (namespace["rate"], namespace["f"](), files) == (0.5, 0.5, ("pooling.py",))


def test_nothing_is_written_to_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    handin("import helpers", {"helpers.py": "x = 1"})
    assert list(tmp_path.rglob("*")) == []


def test_the_main_guard_is_not_run():
    namespace, _ = handin('ran = __name__\nif __name__ == "__main__":\n    raise SystemExit')
    assert namespace["ran"] == "pooling"


def test_the_main_file_may_have_another_name():
    namespace, files = handin("def f(): return 1", file="my solution.py")
    assert (namespace["f"](), set(files)) == (1, {"my solution.py"})


def test_the_main_file_counts_and_not_another_of_the_modules_name():
    sources = {"final.py": b"x = 'main'", "pooling.py": b"x = 'other'"}
    imported = import_handin(Order("pooling", "final.py", sources), load_props(""))
    assert imported.namespace["x"] == "main"


# -------------------------------------------------------------------------------- its neighbours

IMPORTS = {
    "beside": ("from helpers import x", {"helpers.py": "x = 3"}),
    "beside, whole": ("import helpers\nx = helpers.x", {"helpers.py": "x = 3"}),
    "from a package": ("from pack import x", {"pack/__init__.py": "x = 3"}),
    "from a module of a package": (
        "from pack.windows import x",
        {"pack/__init__.py": "", "pack/windows.py": "x = 3"},
    ),
    "from a folder without __init__": ("from pack.windows import x", {"pack/windows.py": "x = 3"}),
    "deep": (
        "import a.b.c\nx = a.b.c.x",
        {"a/__init__.py": "", "a/b/__init__.py": "", "a/b/c.py": "x = 3"},
    ),
    "relative within a package": (
        "from pack import x",
        {"pack/__init__.py": "from .windows import x", "pack/windows.py": "x = 3"},
    ),
    "of each other": (
        "import helpers\ndef y(): return 3\nx = helpers.late()",
        {"helpers.py": "import pooling\ndef late(): return pooling.y()"},
    ),
    "of itself": ("def y(): return 3\nimport pooling\nx = pooling.y()", {}),
    "late": ("def g():\n    from helpers import x\n    return x\nx = g()", {"helpers.py": "x = 3"}),
    "with a star": ("from helpers import *", {"helpers.py": "__all__ = ['x']\nx = 3"}),
    "of a library": ("from collections import Counter\nx = Counter('aaa')['a']", {}),
}


@pytest.mark.parametrize(("main", "files"), IMPORTS.values(), ids=IMPORTS.keys())
def test_an_import_finds_what_lies_beside(main, files):
    assert handin(main, files)[0]["x"] == 3


def test_a_module_is_imported_once():
    files = {"helpers.py": "calls = []", "more.py": "import helpers\nhelpers.calls.append(1)"}
    namespace, _ = handin("import helpers, more\nx = helpers.calls", files)
    assert namespace["x"] == [1]


def test_a_missing_neighbour_is_a_module_not_found():
    (left_out,) = whole("\nimport helpers").left_out
    assert (left_out.error.error, left_out.line) == ("ModuleNotFoundError", 2)


def test_a_neighbour_that_is_not_imported_is_not_run():
    handin("x = 1", {"train.py": "raise SystemExit"})


def test_files_that_are_no_modules_do_not_matter():
    namespace, files = handin("x = 1", {"notes.txt": "no code", "data.csv": "1,2"})
    assert (namespace["x"], files) == (1, ("pooling.py",))


def test_a_loaded_library_wins_over_a_file_of_its_name():
    namespace, _ = handin("import random\nx = random.__name__, random.random()", {"random.py": ""})
    assert namespace["x"][0] == "random"


def test_a_library_that_is_not_loaded_gives_way_to_a_file_of_its_name():
    sys.modules.pop("colorsys", None)
    files = {"colorsys.py": "mine = True"}
    assert handin("import colorsys\nx = colorsys.mine", files)[0]["x"] is True


def test_the_engine_stays_importable_beside_a_file_of_its_name():
    handin("import autograder\nautograder.__version__", {"autograder.py": "mine = True"})


# ------------------------------------------------------------------------- errors and their lines


def test_an_error_names_the_students_file_and_line():
    found = call("def f():\n    x = 1\n    return x / 0\n")
    assert (found.error, found.file, found.line) == ("ZeroDivisionError", "pooling.py", 3)


def test_an_error_in_a_neighbour_names_the_neighbours_line():
    files = {"pack/windows.py": "\n\ndef g(): return 1 / 0", "pack/__init__.py": ""}
    found = call("from pack.windows import g\ndef f(): return g()", files)
    assert (found.file, found.line) == ("pack/windows.py", 3)


def test_a_traceback_shows_the_students_code():
    namespace, _ = handin("def f():\n    return 1 / 0  # here")
    with pytest.raises(ZeroDivisionError) as caught:
        namespace["f"]()
    assert "return 1 / 0  # here" in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("main", "error", "line"),
    [
        ("x = 1\ndef f(:\n    pass", "SyntaxError", 2),
        ("def f():\nreturn 1", "IndentationError", 2),
        ("x = 1\nreturn x", "SyntaxError", 2),
    ],
)
def test_a_file_that_cannot_be_read_says_where(main, error, line):
    found = fault(main)
    assert (found.error, found.file, found.line) == (error, "pooling.py", line)


def test_a_syntax_error_in_a_neighbour_names_the_neighbour():
    (left_out,) = whole("import helpers", {"helpers.py": "\n\nx = ("}).left_out
    assert (left_out.file, left_out.line) == ("pooling.py", 1)
    error = left_out.error
    assert (error.error, error.file, error.line) == ("SyntaxError", "helpers.py", 3)


@pytest.mark.parametrize("content", [b"x = 1\0", b"x = '\xff'", b"# coding: nonsense\nx = 1"])
def test_bytes_that_are_no_source_are_the_students_fault(content):
    with pytest.raises((SyntaxError, ValueError)) as caught:
        import_handin(Order("pooling", "pooling.py", {"pooling.py": content}), load_props(""))
    assert isinstance(raised(caught.value, ("pooling.py",)), Raised)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("x = 'ä'".encode(), id="utf-8"),
        pytest.param("x = 'ä'".encode("utf-8-sig"), id="byte order mark"),
        pytest.param("# coding: latin-1\nx = 'ä'".encode("latin-1"), id="latin-1"),
        pytest.param("y = 1\r\nx = 'ä'\r\n".encode(), id="windows line ends"),
    ],
)
def test_a_source_is_read_as_python_reads_it(content):
    order = Order("pooling", "pooling.py", {"pooling.py": content})
    assert import_handin(order, load_props("")).namespace["x"] == "ä"


# ------------------------------------------------------------------------- what code may ask for

SOURCE = '''"""Pooling."""

class Net:
    """A net."""

    def forward(self, x):
        return x  # as it is

def f(x):
    return x
'''


def test_the_source_of_a_function_can_be_read():
    namespace, _ = handin(SOURCE)
    assert inspect.getsource(namespace["f"]) == "def f(x):\n    return x\n"
    assert "# as it is" in inspect.getsource(namespace["Net"].forward)
    assert inspect.getsource(namespace["Net"]).startswith("class Net:")


def test_the_source_of_a_neighbour_can_be_read():
    namespace, _ = handin("from helpers import g", {"helpers.py": "def g(): return 3"})
    assert inspect.getsource(namespace["g"]) == "def g(): return 3\n"


def test_a_module_knows_its_name_and_its_file():
    namespace, _ = handin("x = __name__, __file__, __doc__")
    assert namespace["x"] == ("pooling", "pooling.py", None)


def test_torch_script_compiles_a_function_of_the_students():
    source = "import torch\n@torch.jit.script\ndef g(x: torch.Tensor): return x + 1\ndef f(): return int(g(torch.ones(())))"
    assert call(f"import warnings\nwarnings.simplefilter('ignore')\n{source}") == 2


def test_a_dataclass_works():
    source = "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = 3\ndef f(): return A().x"
    assert call(source) == 3


# ------------------------------------------------------------------------------ beside the code


def test_the_courses_helpers_stand_beside_the_students_names():
    namespace, files = handin("x = 1", props="def double(x): return 2 * x")
    assert (namespace["props"].double(2), files) == (4, ("pooling.py",))


def test_a_name_of_the_students_cannot_stand_in_for_the_courses_helpers():
    namespace, _ = handin("class props:\n    double = None", props="def double(x): return 2 * x")
    assert namespace["props"].double(2) == 4


def test_a_notebooks_cells_make_a_module():
    cells = ("import math", "def f(x):\n    return math.sqrt(x)", "print(f(4))\nraise SystemExit")
    imported = import_handin(Order("pooling", "work.ipynb", {}, cells), load_props(""))
    assert imported.namespace["f"](9) == 3


def test_a_notebook_may_import_a_module_beside_it():
    cells = ("from helpers import x", "def f():\n    return x")
    order = Order("pooling", "work.ipynb", {"helpers.py": b"x = 3"}, cells)
    assert import_handin(order, load_props("")).namespace["f"]() == 3


def test_no_path_of_this_machine_is_seen():
    namespace, _ = handin("def f(): return 1")
    assert str(Path.cwd()) not in namespace["f"].__code__.co_filename
