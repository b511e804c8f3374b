"""Behind a failing statement everything runs once, in order and at its own line."""

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imported_handin import HandIn

from autograder.worker.execute import execute

some = settings(max_examples=200, deadline=None, derandomize=True, database=None)


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
