"""A notebook's cells as a module: what is kept, what stays behind, and that nothing breaks it."""

import json
import subprocess
import sys
import warnings

import pytest

from autograder.errors import SubmissionError
from autograder.submission.notebook import module_source, notebook_cells, where
from autograder.worker.execute import execute


def run(*cells, names=()):
    """The namespace of the module that these cells become."""
    return imported(*cells, names=names)[0]


def imported(*cells, names=()):
    """That namespace, and what was left out: statement -> error."""
    source, _ = module_source(list(cells), names)
    namespace = {"__name__": "work"}
    left_out = execute(source.encode(), "work.py", namespace)
    return namespace, {one.text: one.error.message for one in left_out}


def line_of(source, text):
    return next(i for i, line in enumerate(source.split("\n"), start=1) if text in line)


# ------------------------------------------------------------------------------- what is kept


def test_definitions_and_imports_are_kept():
    work = run("import math\nfrom math import pi, tau", "def area(r):\n    return pi * r * r")
    assert work["area"](1) == work["math"].pi
    assert work["tau"] == 2 * work["pi"]


def test_a_later_definition_wins():
    assert run("def f():\n    return 1", "def f():\n    return 2")["f"]() == 2


def test_a_later_value_wins():
    work = run("EPS = 1e-5", "def f():\n    return EPS", "EPS = 1e-3")
    assert work["f"]() == 1e-3


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("def f():\n    return K", id="body"),
        pytest.param("def f():\n    return (lambda: [K for _ in 'a'][0])()", id="nested"),
        pytest.param("def f(k=K):\n    return k", id="default"),
        pytest.param("def f(*, k=K):\n    return k", id="keyword default"),
        pytest.param("def f(k: K = 7) -> K:\n    return k", id="annotation"),
        pytest.param("@(lambda g: lambda: K)\ndef f():\n    pass", id="decorator"),
        pytest.param("class A:\n    K = K\ndef f():\n    return A.K", id="class body"),
        pytest.param("f = lambda: K", id="lambda"),
        pytest.param("J = K + 0\ndef f():\n    return J", id="through another"),
        pytest.param("J = [k for k in [K]]\ndef f():\n    return J[0]", id="comprehension"),
        pytest.param("async def g():\n    return K\ndef f():\n    return K", id="async"),
    ],
)
def test_what_a_definition_refers_to_is_kept(use):
    assert run("K = 7", use)["f"]() == 7


def test_base_classes_are_kept():
    work = run("Base = dict(a=dict)['a']", "class A(Base):\n    pass")
    assert issubclass(work["A"], dict)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("if 1 > 0:\n    k = 7\nelse:\n    k = 8", id="if"),
        pytest.param(
            "try:\n    import nowhere_at_all as k\nexcept ImportError:\n    k = 7", id="try"
        ),
        pytest.param("a, (k, b) = 1, (7, 3)", id="tuple"),
        pytest.param("k: int = 7", id="annotated"),
        pytest.param("k = 6\nk += 1", id="augmented"),
        pytest.param("k = 0\nfor i in range(8):\n    k = i", id="for"),
        pytest.param("import io\nwith io.StringIO('7') as s:\n    k = int(s.read())", id="with"),
        pytest.param("a = 1; k = 7; b = 2", id="semicolons"),
        pytest.param("é = 'ü'; k = 7", id="semicolon after wide characters"),
        pytest.param("match [7]:\n    case [k]:\n        pass", id="match"),
        pytest.param("k = (\n    3\n    + 4\n)", id="several lines"),
    ],
)
def test_every_way_to_give_a_value_is_kept(cell):
    assert run(cell, "def f():\n    return k")["f"]() == 7


@pytest.mark.parametrize(
    "change",
    ["T['a'] = 7", "T.update(a=7)", "T |= {'a': 7}", "for k in 'a':\n    T[k] = 7"],
)
def test_changes_in_place_are_kept(change):
    assert run("T = {}", change, "def f():\n    return T['a']")["f"]() == 7


def test_a_method_added_later_is_kept():
    work = run("class A:\n    pass", "def g(self):\n    return 7\nA.g = g")
    assert work["A"]().g() == 7


def test_an_alias_of_a_method_is_kept():
    work = run(
        "class Pool:\n    @staticmethod\n    def apply():\n        return 7", "pool = Pool.apply"
    )
    assert work["pool"]() == 7


def test_a_definition_under_a_condition_is_kept():
    assert run("if True:\n    def f():\n        return 7")["f"]() == 7


def test_a_decorated_definition_over_several_lines_is_kept():
    work = run(
        "import functools\n\n@functools.lru_cache(\n    maxsize=3,\n)\ndef f():\n    return 7"
    )
    assert work["f"]() == 7


def test_text_over_several_lines_stays_as_it_is():
    cell = 'TEXT = """a\n  b\nc"""\ndef f():\n    """d\ne\n    f"""\n    return TEXT, f"""{1}\n2"""'
    f = run(cell)["f"]
    assert f() == ("a\n  b\nc", "1\n2")
    assert f.__doc__ == "d\ne\n    f"


def test_future_annotations_count_for_the_cells_that_follow():
    work = run(
        "import math", "from __future__ import annotations", "def f(x: Nowhere):\n    return 7"
    )
    assert work["f"](0) == 7


# ------------------------------------------------------------------------- what stays behind


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("seen.append(1)", id="expression"),
        pytest.param("for x in [1]:\n    seen.append(x)", id="loop"),
        pytest.param("history = seen.append(1)", id="assignment nobody needs"),
        pytest.param("history = seen.append(1)\nbest = history", id="its alias"),
        pytest.param("assert seen.append(1)", id="assert"),
        pytest.param("raise SystemExit", id="raise"),
        pytest.param("while True:\n    pass", id="endless loop"),
        pytest.param(
            "x = seen.append(1)\ndef f(x):\n    y = x\n    return y", id="same local name"
        ),
        pytest.param("def plot():\n    seen.append(1)\nplot()", id="call"),
    ],
)
def test_experiments_stay_behind(cell):
    seen = []
    source, _ = module_source(["def max_pool():\n    return 7", cell])
    namespace = {"seen": seen, "__name__": "work"}
    exec(compile(source, "work.py", "exec"), namespace)
    assert seen == []
    assert namespace["max_pool"]() == 7


def test_only_what_the_asked_names_need_is_kept():
    cells = ["K = 7\nhistory = 1 / 0", "def f():\n    return K\ndef plot():\n    return history"]
    work, left_out = imported(*cells, names=["f"])
    assert work["f"]() == 7
    assert left_out == {}
    assert "history = 1 / 0" in imported(*cells)[1]


def test_an_asked_name_may_be_any_value():
    work = run("import functools\nf = functools.partial(int, '7')", names=["f"])
    assert work["f"]() == 7


def test_a_missing_package_leaves_only_its_name_missing():
    work, left_out = imported(
        "import nowhere_at_all, math\nfrom google.colab import drive", "def f():\n    return 7"
    )
    assert work["f"]() == 7
    assert "math" in work
    assert "drive" not in work
    assert left_out["import nowhere_at_all"] == "No module named 'nowhere_at_all'"


def test_a_failing_statement_leaves_only_its_names_missing():
    work, left_out = imported(
        "K = 1 / 0",
        "def g():\n    return K",
        "class A(Nowhere):\n    pass",
        "def f():\n    return 7",
    )
    assert work["f"]() == 7
    assert left_out == {
        "K = 1 / 0": "division by zero",
        "class A(Nowhere):": "name 'Nowhere' is not defined",
    }


# -------------------------------------------------------------------------------- Jupyter's own


@pytest.mark.parametrize(
    "cell",
    [
        "!pip install torch",
        "!pip install \\\n  torch",
        "!echo \"it's",
        "!echo '''",
        "!echo (",
        "%matplotlib inline",
        "%%time",
        "%load_ext autoreload\n%autoreload 2",
        "?print",
        "print?",
        "torch.nn.Conv2d??",
        "files = !ls",
        "a, b = !ls",
        "t = %timeit -o print()",
        "if True:\n    !ls\n    %cd x",
        "await print()",
        "x = await print()",
        "async for x in y:\n    pass",
        "return 3",
    ],
)
def test_what_only_jupyter_understands_does_no_harm(cell):
    assert imported(f"{cell}\n")[1] == {}
    assert run("def f():\n    return 7", cell)["f"]() == 7
    if not cell.startswith(("%%", "return")):
        assert run(f"{cell}\ndef f():\n    return 7")["f"]() == 7
        assert run(f"def f():\n    return 7\n\n{cell}")["f"]() == 7


@pytest.mark.parametrize(
    "magic", ["%%time", "%%timeit -n 1", "%%capture out", "%%writefile pooling.py", "\n%%time"]
)
def test_cell_magics_around_python_keep_the_body(magic):
    source, notes = module_source([f"{magic}\ndef f():\n    return 7"])
    assert "return 7" in source
    assert notes == []


@pytest.mark.parametrize(
    "magic",
    [
        "%%bash",
        "%%html",
        "%%javascript",
        "%%writefile notes.txt",
        "%%writefile test_f.py",
        "%%sh x",
    ],
)
def test_cell_magics_of_other_languages_drop_the_cell(magic):
    assert "f" not in run(f"{magic}\ndef f():\n    return 7")


def test_a_percent_sign_in_python_is_no_magic():
    cell = "!ls\ndef f(a, b):\n    return (a\n%b\n), '''\n!ls\n%cd\n'''"
    assert run(cell)["f"](9, 5) == (4, "\n!ls\n%cd\n")


def test_an_indented_cell_is_read_as_jupyter_reads_it():
    assert run("    def f():\n        return 7")["f"]() == 7


def test_windows_line_ends_are_read():
    assert run("def f():\r\n    return 7\r\n")["f"]() == 7


# ------------------------------------------------------------------------------------- messages


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


# ----------------------------------------------------------------------------------- reading JSON


def notebook(*sources, **more):
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"nbformat": 4, "cells": cells, **more}).encode()


def test_code_cells_are_read_in_both_forms():
    text = {"cell_type": "markdown", "source": "no code"}
    code = [{"cell_type": "code", "source": ["a\n", "b"]}, {"cell_type": "code", "source": "c"}]
    content = json.dumps({"nbformat": 4, "cells": [text, *code]}).encode()
    assert notebook_cells(content) == ["a\nb", "c"]
    assert notebook_cells(b"\xef\xbb\xbf" + content) == ["a\nb", "c"]


def test_half_a_character_in_json_can_travel():
    (cell,) = notebook_cells(notebook("x = '\ud800'"))
    assert cell == "x = '?'"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"x = 1", "not valid JSON", id="python"),
        pytest.param(b'{"cells": [', "not valid JSON", id="cut off"),
        pytest.param(b"[" * 500_000, "not valid JSON", id="deep"),
        pytest.param(b'{"cells": ' + b'{"a":' * 100_000, "not valid JSON", id="deep records"),
        pytest.param(b"[]", "has no cells", id="list"),
        pytest.param(b"{}", "has no cells", id="empty"),
        pytest.param(b'{"cells": {}}', "has no cells", id="cells are no list"),
        pytest.param(b'{"cells": [1]}', "has no cells", id="a cell is a number"),
        pytest.param(notebook(1), "a code cell holds no text", id="source is a number"),
        pytest.param(notebook([1]), "a code cell holds no text", id="source holds numbers"),
        pytest.param(b'{"nbformat": 3, "worksheets": []}', "old format 3; expected 4", id="old"),
        pytest.param(b"\xff\xfe{}", "not UTF-8 text: byte 0", id="UTF-16"),
        pytest.param(notebook("x" * 300_000), "more than 256 KB of code", id="large"),
    ],
)
def test_what_is_no_notebook_is_refused_with_advice(content, message):
    with pytest.raises(SubmissionError, match=message) as refused:
        notebook_cells(content)
    assert str(refused.value).startswith("The notebook ")
    assert "hand it in again." in str(refused.value)
