"""Imports a hand-in from memory: nothing of it is ever written to disk."""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, NamedTuple

from autograder.protocol.order import Order
from autograder.submission.notebook import module_source
from autograder.worker.execute import FailedStatement, execute


class Imported(NamedTuple):
    """A hand-in that can be called: its names, its files, and what of them did not run."""

    namespace: dict[str, Any]
    files: tuple[str, ...]
    left_out: list[FailedStatement]  # grows where a call imports more


class HandinImporter(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds the modules of a hand-in by name, so that `import helpers` works beside it."""

    def __init__(self, sources: dict[str, tuple[str, bytes]]) -> None:
        self.sources = sources  # module name -> (file name, source)
        self.left_out: list[FailedStatement] = []

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(file for file, _ in self.sources.values())

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002 - the interface's
        target: ModuleType | None = None,  # noqa: ARG002 - the interface's
    ) -> importlib.machinery.ModuleSpec | None:
        """The module's spec, or None for whatever is not the student's."""
        if fullname not in self.sources:
            return self._folder_spec(fullname)
        file, _ = self.sources[fullname]
        package = file.endswith("__init__.py")
        return importlib.util.spec_from_loader(fullname, self, origin=file, is_package=package)

    def _folder_spec(self, fullname: str) -> importlib.machinery.ModuleSpec | None:
        """A folder without `__init__.py` is a package too, if modules of the hand-in lie in it."""
        if not any(name.startswith(f"{fullname}.") for name in self.sources):
            return None
        self.sources[fullname] = (f"{fullname.replace('.', '/')}/__init__.py", b"")
        return self.find_spec(fullname, None)

    def get_source(self, fullname: str) -> str:
        """The module's text; `inspect.getsource` and tracebacks read it."""
        return importlib.util.decode_source(self.sources[fullname][1])

    def get_filename(self, fullname: str) -> str:
        """The file's name as the student knows it."""
        return self.sources[fullname][0]

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code in its namespace; what fails of it is left out."""
        file, source = self.sources[module.__name__]
        module.__file__ = file
        left_out = execute(source, file, vars(module), self.files)
        if left_out:
            self.left_out += left_out
            _export_what_is_there(module)


def import_handin(order: Order, props: ModuleType, source: bytes | None = None) -> Imported:
    """The hand-in with the course's `props` among its names."""
    source = main_source(order)[0] if source is None else source
    sources = {
        _module_name(file): (file, source)
        for file, source in order.files.items()
        if file.endswith(".py")
    }
    sources[order.module] = (order.file, source)
    importer = HandinImporter(sources)
    _forget_earlier_import()
    sys.meta_path.insert(0, importer)
    module = importlib.import_module(order.module)
    return Imported({**vars(module), "props": props}, importer.files, importer.left_out)


def _forget_earlier_import() -> None:
    """Take the hand-in as it was imported before out of Python, where it was."""
    for finder in [finder for finder in sys.meta_path if isinstance(finder, HandinImporter)]:
        sys.meta_path.remove(finder)
        for name in finder.sources:
            loader = getattr(getattr(sys.modules.get(name), "__spec__", None), "loader", None)
            if loader is finder:
                del sys.modules[name]


def main_source(order: Order) -> tuple[bytes, list[str]]:
    """The module to import: the file handed in, or what a notebook's cells define, and notes."""
    if order.cells:
        source, notes = module_source(list(order.cells), order.names)
        return source.encode(), notes
    return order.files[order.file], []


def _export_what_is_there(module: ModuleType) -> None:
    """Take out of `__all__` what was left out, so that `from helpers import *` gives the rest."""
    exported = getattr(module, "__all__", None)
    if isinstance(exported, list | tuple):
        module.__dict__["__all__"] = [name for name in exported if hasattr(module, str(name))]


def _module_name(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def load_props(source: str) -> ModuleType:
    """The course's own helpers, as a module."""
    module = ModuleType("props")
    exec(compile(source, "props.py", "exec", dont_inherit=True), vars(module))  # noqa: S102 - ours
    return module
