"""Which of a module's names a name rests on, read in its source. Nothing of it is run.

Names are those of the module: a local variable of the same name is none of them.
"""

import ast
import symtable
from collections.abc import Iterable, Mapping

Uses = Mapping[str, frozenset[str]]
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def uses(pieces: Iterable[str]) -> Uses:
    """The names that each function or class refers to, directly or through others of them.

    A piece is a module or a notebook's cell; one that cannot be read says nothing.
    """
    direct: dict[str, set[str]] = {}
    for piece in pieces:
        try:
            tables = symtable.symtable(piece, "handin", "exec").get_children()
            bases = _bases(ast.parse(piece))
        except _UNREADABLE:
            continue
        for table in tables:
            direct.setdefault(table.get_name(), set()).update(_referred(table))
        for name, referred in bases:
            direct.setdefault(name, set()).update(referred)
    return {name: frozenset(_reached(name, direct)) for name in direct}


def _referred(table: symtable.SymbolTable) -> set[str]:
    own = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return own.union(*map(_referred, table.get_children()))


def _bases(tree: ast.Module) -> Iterable[tuple[str, set[str]]]:
    """What stands above each class and around each function: bases, decorators, defaults."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name, _loaded([*node.bases, *node.keywords, *node.decorator_list])
        elif isinstance(node, ast.FunctionDef):
            yield node.name, _loaded([*node.decorator_list, *node.args.defaults])


def _loaded(nodes: Iterable[ast.AST]) -> set[str]:
    return {name.id for node in nodes for name in ast.walk(node) if isinstance(name, ast.Name)}


def _reached(name: str, direct: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    left = [name]
    while left:
        for other in direct.get(left.pop(), ()):
            if other not in reached:
                reached.add(other)
                left.append(other)
    return reached - {name}
