"""A statement that fails at import is left out; what stands behind it runs."""

import time

import pytest
from imported_handin import HandIn

from autograder.worker.execute import execute
from autograder.worker.notes import MOST

# --------------------------------------------------------------------------------- what fails alone


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


# ------------------------------------------------------------------------------------------- bounds


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
