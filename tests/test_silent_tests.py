"""Hidden tests that could not fail are refused when a suite is collected, by file and line."""

import pytest

from autograder.suite.silent_tests import why_silent

pytest_plugins = ["pytester"]
FORMS = {
    "returns": ("def test_it():\n    x = 1\n    return x == 2\n", "returns a value in line 3"),
    "returns_a_call": ("def test_it():\n    return print()\n", "returns a value in line 2"),
    "returns_in_a_branch": (
        "def test_it():\n    for x in (1, 2):\n        if x:\n            return False\n",
        "returns a value in line 4",
    ),
    "awaits": ("async def test_it():\n    assert False\n", "is `async`"),
    "is_a_unittest": (
        "import unittest\n\nclass TestIt(unittest.TestCase):\n    def test_it(self): pass\n",
        "is no plain test function",
    ),
    "decorated": (
        "import functools\n\ndef wrap(f):\n    @functools.wraps(f)\n    def inner():\n"
        "        f()\n    return inner\n\n@wrap\ndef test_it():\n    return 3\n",
        "returns a value in line 11",
    ),
    "plain": ("def test_it():\n    assert True\n", ""),
    "returns_nothing": ("def test_it():\n    if 1:\n        return\n    return None\n", ""),
    "inner_returns": (
        "def test_it():\n    def f():\n        return 1\n    assert f() + (lambda: 1)() == 2\n",
        "",
    ),
    "in_a_class": ("class TestIt:\n    def test_it(self):\n        assert True\n", ""),
    "made_at_run_time": ("exec('def test_it():\\n    assert True')\n", ""),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_test_that_cannot_fail_is_told_by_its_line(pytester, form):
    source, words = FORMS[form]
    items, _ = pytester.inline_genitems(pytester.makepyfile(source))
    (item,) = items
    assert why_silent(item).startswith(words)
    assert bool(why_silent(item)) == bool(words)
