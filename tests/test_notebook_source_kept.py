"""Of a notebook's cells the module keeps definitions and what they need; experiments stay behind."""

import pytest
from notebook_modules import imported, run

from autograder.submission.notebook import module_source

# ------------------------------------------------------------------------------------- what is kept


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


# -------------------------------------------------------------------------------- what stays behind


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
