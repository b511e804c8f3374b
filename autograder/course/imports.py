"""Which packages a piece of Python needs, and what pip calls them; it is read, never run."""

import ast
import re
import sys
from collections.abc import Collection, Iterable
from importlib import metadata

from autograder.syntax import parsed

# What pip calls a package whose module has another name; the same wherever it is looked up.
PIP_NAMES = {
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "mpl_toolkits": "matplotlib",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}
MAY_BE_ABSENT = {"", "Exception", "ImportError", "ModuleNotFoundError"}  # "": a bare `except:`


def imported_modules(source: str) -> frozenset[str]:
    """Full names of the modules that a source cannot do without, sorted out by its syntax alone.

    `from a import b` gives `a` and `a.b`. Imports for types only, relative ones, and those whose
    absence the source handles itself are left out. `SyntaxError` where it is no Python.
    """
    visitor = _Imports()
    visitor.visit(parsed(source))
    return frozenset(visitor.names)


def packages_of(modules: Iterable[str], own_modules: Collection[str] = ()) -> frozenset[str]:
    """What pip calls the packages of these modules.

    The standard library is left out, and so is what belongs to the files themselves (`own`).
    """
    tops = {name.partition(".")[0] for name in modules}
    return frozenset(map(_pip_name, tops - sys.stdlib_module_names - set(own_modules)))


def canonical(name: str) -> str:
    """A package's name in the form that all its spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_installed(package: str) -> bool:
    """Whether this Python has a package."""
    try:
        metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _pip_name(module: str) -> str:
    if module in PIP_NAMES:
        return PIP_NAMES[module]
    if is_installed(module):  # most are called alike, and the table below takes a second to make
        return canonical(module)
    providers = set(metadata.packages_distributions().get(module, ()))
    return canonical(providers.pop() if len(providers) == 1 else module)


class _Imports(ast.NodeVisitor):
    """Collects what is imported where it must be there."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Import(self, node: ast.Import) -> None:
        self.names |= {alias.name for alias in node.names}

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module and not node.level:
            self.names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}

    def visit_If(self, node: ast.If) -> None:
        for_types = ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING"
        self._visit_all(node.orelse if for_types else [*node.body, *node.orelse])

    def visit_Try(self, node: ast.Try) -> None:
        caught = {name for handler in node.handlers for name in _names(handler.type)}
        guarded = [] if caught & MAY_BE_ABSENT else node.body
        self._visit_all([*guarded, *node.handlers, *node.orelse, *node.finalbody])

    def _visit_all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)


def _names(caught: ast.expr | None) -> list[str]:
    """The exceptions that a handler names; one empty name where it names none."""
    parts = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return [ast.unparse(part) if part else "" for part in parts]
