"""The tables and the attacks fit each other."""

import ast
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from attacks import zoo


def test_every_attack_has_one_entry_and_every_entry_an_attack():
    names = Counter(name for table in zoo.tables().values() for name in table)
    assert [name for name, count in names.items() if count > 1] == []
    assert set(names) == zoo.written()


def test_every_attack_says_what_it_tries():
    for name in sorted(zoo.written()):
        assert ast.get_docstring(ast.parse(zoo.attack_file(name).read_bytes())), name


def test_what_is_not_attributed_says_why():
    entries = [entry for table in zoo.tables().values() for entry in table.values()]
    assert all(entry.note for entry in entries if not entry.attributed)


@pytest.mark.parametrize(
    ("needs", "here"),
    [
        ((), True),
        (("/nowhere /dev/nul?",), True),
        (("/dev/null", "/nowhere"), False),
        (("/nowhere/*",), False),
    ],
)
def test_an_attack_may_need_what_its_host_has(needs, here):
    assert zoo.Entry("landlock", 1.0, needs=needs).has_something_to_get() is here


def test_no_two_attacks_are_the_same():
    bodies = {
        name: ast.dump(ast.parse(zoo.attack_file(name).read_bytes())) for name in zoo.written()
    }
    assert len(set(bodies.values())) == len(bodies)


@pytest.mark.parametrize("folder", ["zoo", "trainings"])
def test_what_an_attack_names_of_the_engine_is_there(folder):
    """A name that has moved would leave an attack without teeth, and nobody would see it."""
    paths = sorted((zoo.HERE / folder).glob("*.py"))
    named = {(path.stem, name) for path in paths for name in engine_names(path.read_text())}
    assert len(named) > 5
    assert [(stem, name) for stem, name in sorted(named) if not exists(name)] == []


def engine_names(source: str) -> Iterator[str]:
    """The engine's modules and their attributes that stand in strings, imports and code."""
    nodes = list(ast.walk(ast.parse(source)))
    modules: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("autograder"):
            modules |= {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"autograder(?:\.\w+)+", node.value)
    yield from modules.values()
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            if first in modules:
                yield f"{modules[first]}.{rest}"


def exists(name: str) -> bool:
    """Whether a dotted name is a module's, or something in one."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True
