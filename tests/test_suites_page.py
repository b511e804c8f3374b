"""docs/SUITES.md: every name that a suite may import has an example that runs."""

import re

import pytest
from conftest import ROOT

from autograder import suite

PAGE = ROOT / "docs/SUITES.md"
ENTRY = re.compile(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SETUP = re.compile(r"^```python setup\n(.*?)^```$", re.DOTALL | re.MULTILINE)

TEXT = PAGE.read_text("utf-8")
ENTRIES = {name: BLOCK.findall(text) for name, text in ENTRY.findall(TEXT)}


def test_every_name_has_its_entry_and_every_entry_its_name():
    assert sorted(ENTRIES) == sorted(suite.__all__)
    assert len(ENTRY.findall(TEXT)) == len(ENTRIES)


def test_every_example_stands_under_a_name():
    assert sum(map(len, ENTRIES.values())) == len(BLOCK.findall(TEXT))


@pytest.mark.parametrize("name", sorted(suite.__all__))
def test_the_example_of_a_name_runs_and_uses_it(name):
    (example,) = ENTRIES[name]
    start = f"(?:import \\w+\n\n)?from autograder.suite import [^\n]*\\b{name}\\b[^\n]*\n"
    assert re.match(start, example)
    used = re.sub(start, "", example, count=1)
    assert re.search(rf"\b{name}\b", used)
    assert re.search(r"assert|raises", used)
    (setup,) = SETUP.findall(TEXT)
    scope: dict = {"__name__": "example"}
    exec(compile(setup, f"{PAGE}: setup", "exec"), scope)
    exec(compile(example, f"{PAGE}: {name}", "exec"), scope)


def test_the_rule_of_public_tests_is_said_plainly():
    assert "A public test's name must begin with `test_` and the id of its question" in TEXT
