"""A statement that fails at import is left out: what stands behind it runs, once and at its own line."""

import inspect
import linecache
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.protocol.order import Order
from autograder.protocol.steps import Raised, Step, Value
from autograder.worker.answering import Direct
from autograder.worker.execute import execute
from autograder.worker.importer import import_handin, load_props
from autograder.worker.notes import MOST, explained, notes, places, reasons

some = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@pytest.fixture(autouse=True)
def _own_modules():
    """Forget the hand-in's modules after each test."""
    finders, modules = list(sys.meta_path), dict(sys.modules)
    yield
    sys.meta_path[:] = finders
    for name in set(sys.modules) - set(modules):
        del sys.modules[name]
    linecache.clearcache()


class HandIn:
    """A hand-in as a worker holds it."""

    def __init__(self, main="", files=None, cells=(), file="pooling.py"):
        others = {name: text.encode() for name, text in (files or {}).items()}
        order = Order("pooling", file, {file: main.encode(), **others}, cells)
        source = main.encode() if not cells else None
        imported = import_handin(order, load_props(""), source)
        self.module = sys.modules["pooling"]
        source = source or self.module.__spec__.loader.sources["pooling"][1]
        self.place, self.left_out = places(order, source), imported.left_out
        lacking = reasons(imported.left_out, file, self.place)
        names = {**imported.namespace, "__left_out__": lacking}
        self.target = Direct(names, imported.files, catch=BaseException)

    @property
    def notes(self):
        return [f"{what}: {why}" for what, why in notes(self.left_out, self.place)]

    def call(self, name="f"):
        answer = explained(self.target.answer(Step(1, "call", name)), self.left_out, self.place)
        return answer.value if isinstance(answer, Value) else answer


# ------------------------------------------------------------------------------ what fails alone

FAILING = {
    "import": ("import einops", "ModuleNotFoundError: No module named 'einops'"),
    "from": ("from einops import rearrange", "ModuleNotFoundError: No module named 'einops'"),
    "name": ("print(nothing)", "NameError: name 'nothing' is not defined"),
    "assert": ("assert 1 == 2, 'no'", "AssertionError: no"),
    "bare assert": ("assert 1 == 2", "AssertionError"),
    "raise": ("raise ValueError('no')", "ValueError: no"),
    "exit": ("import sys; sys.exit(3)", "SystemExit: 3"),
    "quit": ("raise SystemExit", "SystemExit"),
    "interrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "cancelled": ("raise BaseExceptionGroup('a', [GeneratorExit()])", "BaseExceptionGroup"),
    "still to do": ("def g(): raise NotImplementedError\ng()", "NotImplementedError (pooling.py, line 1)"),
    "class": ("class A:\n    x = nothing", "NameError: name 'nothing' is not defined"),
    "decorator": ("@nothing\ndef g(): pass", "NameError: name 'nothing' is not defined"),
    "default": ("def g(x=nothing): pass", "NameError: name 'nothing' is not defined"),
    "for": ("for i in range(3):\n    1 / (1 - i)", "ZeroDivisionError"),
    "with": ("with open('/nowhere/at/all') as file:\n    pass", "FileNotFoundError"),
    "if": ("if nothing:\n    pass", "NameError: name 'nothing' is not defined"),
    "try": ("try:\n    1 / 0\nexcept ValueError:\n    pass", "ZeroDivisionError"),
    "handler": ("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise SystemExit", "SystemExit"),
    "finally": ("try:\n    pass\nfinally:\n    1 / 0", "ZeroDivisionError"),
    "match": ("match 1:\n    case 1:\n        1 / 0", "ZeroDivisionError"),
    "delete": ("del nothing", "NameError: name 'nothing' is not defined"),
    "semicolons": ("a = 1; b = 1 / 0; c = 3", "ZeroDivisionError"),
    "text": ("print('''\n\n'''\n  , nothing)", "NameError"),
    "wide characters": ("é = 'ü'; ü = 1 / 0; 雪 = 3", "ZeroDivisionError"),
}  # fmt: skip


@pytest.mark.parametrize(("failing", "why"), FAILING.values(), ids=FAILING.keys())
def test_what_stands_around_a_failing_statement_runs(failing, why):
    handin = HandIn(f"{failing}\nx = 7\ndef f(): return x")
    assert handin.call() == 7
    (note,) = handin.notes
    assert note.startswith("pooling.py, line ")
    assert why in note


def test_notes_name_line_statement_and_reason():
    handin = HandIn("x = 1\n\nimport einops\nassert (x ==\n    2)\n")
    assert handin.notes == [
        "pooling.py, line 3, `import einops`: ModuleNotFoundError: No module named 'einops'",
        "pooling.py, line 4, `assert (x ==`: AssertionError",
    ]


def test_a_note_says_where_else_the_error_came_from():
    (note,) = HandIn("def g():\n    return 1 / 0\n\nprint(g())").notes
    assert note == (
        "pooling.py, line 4, `print(g())`: ZeroDivisionError: division by zero (pooling.py, line 2)"
    )


def test_statements_of_one_line_are_told_apart():
    handin = HandIn("a = 1; b = 1 / 0; c = 3; d = 1 / 0; e = 5\ndef f(): return a, c, e")
    assert handin.call() == (1, 3, 5)
    assert [note.split("`")[1] for note in handin.notes] == ["b = 1 / 0", "d = 1 / 0"]


def test_a_missing_package_takes_no_other_import_with_it():
    handin = HandIn(
        "import einops, math\nfrom math import nothing, pi\ndef f(): return math.pi == pi"
    )
    assert handin.call() is True
    assert [note.split("`")[1] for note in handin.notes] == [
        "import einops",
        "from math import nothing",
    ]


NESTED = {
    "if": "if True:\n    import einops\n    def f(): return 7\n",
    "else": "if False:\n    pass\nelse:\n    import einops\n    def f(): return 7\n",
    "elif": "if False:\n    pass\nelif True:\n    import einops\n    def f(): return 7\n",
    "try": "try:\n    import einops\n    def f(): return 7\nexcept ValueError:\n    pass\n",
    "handler": "try:\n    1 / 0\nexcept ZeroDivisionError:\n    import einops\n    def f(): return 7\n",
    "deep": "if True:\n    try:\n        if True:\n            import einops\n            def f(): return 7\n    finally:\n        pass\n",
    "twice": "if True:\n    import einops\n    1 / 0\n    def f(): return 7\n    1 / 0\n",
}  # fmt: skip


@pytest.mark.parametrize("source", NESTED.values(), ids=NESTED.keys())
def test_definitions_behind_a_failing_statement_in_a_body_run(source):
    handin = HandIn(source)
    assert handin.call() == 7
    assert "`import einops`" in handin.notes[0]


def test_a_branch_that_was_not_taken_is_not_run():
    handin = HandIn(
        "x = []\nif False:\n    x.append(1)\nelse:\n    1 / 0\n    x.append(2)\nx.append(3)\ndef f(): return x"
    )
    assert handin.call() == [2, 3]


def test_what_an_except_clause_has_dealt_with_is_no_failure():
    handin = HandIn(
        "try:\n    import einops\nexcept ImportError:\n    einops = None\ndef f(): return 7"
    )
    assert (handin.call(), handin.notes) == (7, [])


def test_a_module_that_works_leaves_nothing_out():
    handin = HandIn("import math\nprint(math.pi)\ndef f(): return 7")
    assert (handin.call(), handin.notes) == (7, [])


def test_the_main_guard_is_not_run():
    handin = HandIn(
        "1 / 0\nif __name__ == '__main__':\n    x = 1\ndef f(): return 'x' in globals()"
    )
    assert handin.call() is False


@pytest.mark.parametrize("source", ["def f(:", "return 7", "x = 1\n\0", "def f(a, a): pass"])
def test_what_is_no_python_is_not_read_in_part(source):
    with pytest.raises((SyntaxError, ValueError)):
        execute(source.encode(), "pooling.py", {})


# ------------------------------------------------------------------------------ exactly as before

PARTS = st.sampled_from([
    "run(1)", "run(2); 1 / 0", "1 / 0; run(3)", "1 / 0", "x = 5", "x += 1", "run(x)", "del x", "import einops, math",
    "def g(): return run(4)", "g()", "class A:\n    run(5)\n    1 / 0\n    run(6)",
    "if True:\n    run(7)\n    1 / 0\n    run(8)", "for i in (1, 0, 2):\n    run(9 / i)",
    "try:\n    run(10)\n    1 / 0\nexcept ZeroDivisionError:\n    run(11)", "try:\n    run(12)\nfinally:\n    1 / 0",
    '"""text"""', "raise SystemExit", "if 1 / 0:\n    run(13)", "@run\ndef h(): pass", "\n\n# nothing",
])  # fmt: skip


@some
@given(st.lists(PARTS, max_size=9))
def test_every_statement_is_run_once_and_in_order(parts):
    whole, alone = [], []
    namespace = {"run": whole.append}
    execute("\n".join(parts).encode(), "pooling.py", namespace)
    expected = {"run": alone.append}
    for part in parts:
        execute(part.encode(), "pooling.py", expected)
    assert list(map(_name, whole)) == list(map(_name, alone))
    assert namespace.get("x") == expected.get("x")


def _name(value):
    return getattr(value, "__name__", value)  # two runs make two functions


def test_future_imports_hold_behind_a_failing_statement():
    handin = HandIn("from __future__ import annotations\n1 / 0\ndef f(x: Nowhere = 7): return x")
    assert handin.call() == 7


def test_source_and_lines_are_the_students_behind_a_failing_statement():
    handin = HandIn(
        '"""Pooling."""\n1 / 0\n\ndef f():\n    return 1 / 0  # here\n\nclass A:\n    """Text."""\n'
    )
    assert inspect.getsource(handin.module.f) == "def f():\n    return 1 / 0  # here\n"
    assert inspect.getsource(handin.module.A) == 'class A:\n    """Text."""\n'
    assert (handin.call().line, handin.module.__doc__) == (5, "Pooling.")


def test_a_dataclass_behind_a_failing_statement_works():
    source = "from __future__ import annotations\n1 / 0\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = 3\ndef f(): return A().x"
    assert HandIn(source).call() == 3


@pytest.mark.parametrize("encoded", ["# coding: latin-1\nx = 'é'; 1 / 0; y = 'é'".encode("latin-1"), "x = 'é'; 1 / 0; y = 'é'".encode("utf-8-sig"), "x = 'é'\r\n1 / 0\r\ny = 'é'\r\n".encode()])  # fmt: skip
def test_a_source_in_any_encoding_is_read_as_python_reads_it(encoded):
    namespace = {}
    (left_out,) = execute(encoded, "pooling.py", namespace)
    assert (namespace["x"], namespace["y"], left_out.text) == ("é", "é", "1 / 0")


# ------------------------------------------------------------------------------ names that are missing


def test_a_missing_name_says_which_line_did_not_run():
    answer = HandIn("x = 1\n\nimport einops\n\ndef f():\n    return einops.rearrange(x)").call()
    assert (answer.error, answer.message, answer.line) == (
        "NameError",
        "name 'einops' is not defined",
        6,
    )
    assert answer.because == (
        "pooling.py, line 3, `import einops`, did not run: ModuleNotFoundError: No module named 'einops'"
    )


def test_a_missing_function_says_what_its_definition_raised():
    answer = HandIn("import einops\n@einops.jit\ndef f(): pass").call()
    assert isinstance(answer, Raised)
    assert answer.message == (
        "there is no `f`: its definition failed with NameError: name 'einops' is not defined (pooling.py, line 3)"
    )
    assert answer.because == ""


def test_a_name_that_nothing_would_have_bound_is_told_as_it_is():
    assert HandIn("import einops\ndef f(): return nothing").call().because == ""


def test_a_name_of_a_star_import_names_that_import():
    answer = HandIn("from einops import *\ndef f(): return rearrange(1)").call()
    assert answer.because.startswith("pooling.py, line 1, `from einops import *`, did not run: ")


def test_a_chain_is_followed_one_step():
    _, note = HandIn("import einops\ny = einops.f(1)").notes
    assert note == (
        "pooling.py, line 2, `y = einops.f(1)`: NameError: name 'einops' is not defined; "
        "pooling.py, line 1, did not run"
    )


# ------------------------------------------------------------------------------ helpers and notebooks


def test_a_helper_is_treated_alike():
    handin = HandIn(
        "from helpers import g\ndef f(): return g()", {"helpers.py": "1 / 0\ndef g(): return 7"}
    )
    assert handin.call() == 7
    assert handin.notes == ["helpers.py, line 1, `1 / 0`: ZeroDivisionError: division by zero"]


def test_a_helpers_missing_name_says_which_line_did_not_run():
    files = {
        "helpers.py": "import einops\n@einops.jit\ndef g(): return 7\ndef h(): return einops.x"
    }
    handin = HandIn(
        "import helpers\ndef f(): return helpers.g()\ndef k(): return helpers.h()", files
    )
    assert "helpers.py, line 3, `def g(): return 7`, did not run" in handin.call().because
    assert "helpers.py, line 1, `import einops`, did not run" in handin.call("k").because


def test_a_star_import_gives_what_is_there():
    files = {"helpers.py": "__all__ = ['g', 'h']\ng = 1 / 0\ndef h(): return 7"}
    assert HandIn("from helpers import *\ndef f(): return h()", files).call() == 7


def test_a_helper_that_is_no_python_costs_its_import_only():
    handin = HandIn("import helpers\ndef f(): return 7", {"helpers.py": "\ndef g(:"})
    assert handin.call() == 7
    (note,) = handin.notes
    assert note.startswith("pooling.py, line 1, `import helpers`: SyntaxError: ")
    assert note.endswith("(helpers.py, line 2)")


def test_a_notebook_says_cell_and_line():
    cells = ("import math\nimport einops", "\ndef f():\n    return einops.x\ndef g(x=einops): pass")
    handin = HandIn(cells=cells, file="work.ipynb")
    answer = handin.call()
    why = "ModuleNotFoundError: No module named 'einops'"
    assert answer.because == f"work.ipynb, cell 1, line 2, `import einops`, did not run: {why}"
    assert handin.notes == [
        f"work.ipynb, cell 1, line 2, `import einops`: {why}",
        "work.ipynb, cell 2, line 4, `def g(x=einops): pass`: NameError: name 'einops' is not defined; "
        "work.ipynb, cell 1, line 2, did not run",
    ]


# ------------------------------------------------------------------------------ bounds


def test_there_are_at_most_ten_notes():
    said = HandIn("\n".join(f"print(a{i})" for i in range(100))).notes
    assert len(said) == MOST
    assert said[-1].startswith("91 more statements")


def test_a_large_module_that_fails_all_over_is_no_slower_than_reading_it_a_few_times():
    source = "\n".join(f"a{i} = nothing(1, 2, 3)" for i in range(9000)).encode()
    start = time.monotonic()
    compile(source, "pooling.py", "exec")
    once = time.monotonic() - start
    start = time.monotonic()
    left_out = execute(source, "pooling.py", {})
    assert len(left_out) == 9000
    assert time.monotonic() - start < 100 * once + 5


def test_a_deep_module_is_read_or_refused():
    for source in ("1 / 0\nx = " + "-" * 5000 + "1", "1 / 0\nx = " + "a." * 20_000 + "b"):
        try:
            told = [one.error.error for one in execute(source.encode(), "pooling.py", {})]
        except (SyntaxError, RecursionError, MemoryError) as error:
            told = [type(error).__name__]
        assert told[0] in ("ZeroDivisionError", "SyntaxError", "RecursionError", "MemoryError")
