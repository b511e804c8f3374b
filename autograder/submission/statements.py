"""The statements of a notebook's cells: which names each binds, changes and uses, and which are needed."""

import ast
import copy
import symtable
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from autograder.syntax import parsed

CHANGES = {
    "add", "append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse",
    "setdefault", "sort", "update",
}  # fmt: skip
SCOPES = (
    ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
)  # fmt: skip


class Statement(NamedTuple):
    """One top-level statement and what it does to the notebook's names."""

    cell: int
    line: int  # of the cell
    node: ast.stmt
    lines: list[str]  # as the student wrote them
    binds: set[str]
    changes: set[str]

    @property
    def text(self) -> str:
        """The statement alone."""
        return "\n".join(self.lines)

    @property
    def is_import(self) -> bool:
        """True for a plain import, which is always kept."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def is_definition(self) -> bool:
        """True if it defines a function or a class, perhaps under a condition."""
        return any(_defines(node) for node in _under_conditions(self.node))


def statements(cell: int, text: str) -> list[Statement]:
    """The cell's statements; `SyntaxError` and its like if the cell could not have run."""
    tree = parsed(text)
    compile(text, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    lines = text.split("\n")
    return [_statement(cell, node, lines) for node in one_name_each(tree.body)]


def needed(cells: Sequence[Statement], names: Collection[str] = ()) -> list[Statement]:
    """Imports, definitions, and whatever these refer to; with `names`, only what those need."""
    solid = _bound(
        statement for statement in cells if statement.is_import or statement.is_definition
    )
    definitions = {i for i, statement in enumerate(cells) if _is_root(statement, solid)}
    own_names = _bound(statement for statement in cells if not statement.is_import)
    wanted_names = set(names) or _bound(cells[i] for i in definitions)
    followed: set[int] = set()
    while new := [
        i
        for i, statement in enumerate(cells)
        if i not in followed
        and not statement.is_import
        and wanted_names & (statement.binds | statement.changes & own_names)
    ]:
        followed.update(new)
        wanted_names.update(*(used(cells[i].text) for i in new))
    kept_numbers = definitions | followed
    return [
        statement for i, statement in enumerate(cells) if statement.is_import or i in kept_numbers
    ]


def one_name_each(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements, with an import of several names as several imports.

    `import seaborn, torch`: the one that is missing must not take the other with it.
    """
    separate: list[ast.stmt] = []
    for node in body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            separate.append(node)
            continue
        for alias in node.names:
            import_alone = copy.copy(node)
            import_alone.names = [alias]
            separate.append(import_alone)
    return separate


def bound(statement: ast.stmt) -> set[str]:
    """The names that running it gives a value: `a, b = f()`, `import c.d`, `def e(): ...`."""
    names: set[str] = set()
    for node in outer_nodes(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=asname):
                names.add(asname or name.partition(".")[0])
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                names.add(name)
            case ast.MatchMapping(rest=str(name)):
                names.add(name)
    return names


def changed(statement: ast.stmt) -> set[str]:
    """The names whose value it changes in place: `a[0] = 1`, `B.f = g`, `c.append(2)`."""
    names: set[str] = set()
    for node in outer_nodes(statement):
        match node:
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                names |= root(node)
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attr) as method)):
                names |= root(method) if attr in CHANGES else set()
    return names


def used(text: str) -> set[str]:
    """The names of the notebook that the statement needs, now or when its functions run."""
    try:
        table = symtable.symtable(text, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
    tables = table.get_children()
    while tables:
        inner = tables.pop()
        tables += inner.get_children()
        is_class = inner.get_type() == "class"  # `eps = eps` in its body reads the notebook's
        names |= {
            symbol.get_name()
            for symbol in inner.get_symbols()
            if symbol.is_global() or (is_class and symbol.is_referenced())
        }
    return names


def outer_nodes(statement: ast.stmt) -> Iterator[ast.AST]:
    """The parts that run in the notebook itself, not inside its functions."""
    nodes: list[ast.AST] = [statement]
    while nodes:
        node = nodes.pop()
        yield node
        inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        if not isinstance(node, (*inner, *SCOPES)):
            nodes.extend(ast.iter_child_nodes(node))


def root(node: ast.expr) -> set[str]:
    """The name that `a.b[0].c()` begins with, if it does begin with one."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _bound(cells: Iterable[Statement]) -> set[str]:
    return {name for statement in cells for name in statement.binds}


def _is_root(statement: Statement, solid: set[str]) -> bool:
    # `max_pool2d = MaxPool.apply` defines; `best = history` would bring the training with it
    node = statement.node
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):
        return bool(root(node.value) & solid)
    return statement.is_definition


def _statement(cell: int, node: ast.stmt, lines: list[str]) -> Statement:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    if isinstance(node, ast.Import | ast.ImportFrom):
        written = [ast.unparse(node)]
    else:
        written = lines[first - 1 : node.end_lineno]
        written[-1] = written[-1].encode()[: node.end_col_offset].decode()
        written[0] = written[0] if decorators else written[0].encode()[node.col_offset :].decode()
    return Statement(cell, first, node, written, bound(node), changed(node))


def _under_conditions(node: ast.stmt) -> list[ast.stmt]:
    nested, waiting = [], [node]
    while waiting:
        current = waiting.pop()
        nested.append(current)
        if isinstance(current, ast.If | ast.Try):
            waiting += [*current.body, *current.orelse, *getattr(current, "finalbody", [])]
            waiting += [s for handler in getattr(current, "handlers", []) for s in handler.body]
    return nested


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return isinstance(node.value, ast.Lambda)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
