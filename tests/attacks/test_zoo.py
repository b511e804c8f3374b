"""The tables and the attacks fit each other."""

import ast
from collections import Counter

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


def test_no_two_attacks_are_the_same():
    bodies = {
        name: ast.dump(ast.parse(zoo.attack_file(name).read_bytes())) for name in zoo.written()
    }
    assert len(set(bodies.values())) == len(bodies)
