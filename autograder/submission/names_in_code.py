"""Which names a statement of a notebook binds, changes and uses."""

import ast
import symtable
from collections.abc import Iterator

CHANGES = {
    "add", "append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse",
    "setdefault", "sort", "update",
}  # fmt: skip
SCOPES = (
    ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp
)  # fmt: skip


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
