"""A hand-in as a worker holds it, imported in this process."""

import contextlib
import linecache
import sys

from autograder.protocol.order import Order
from autograder.protocol.steps import Step, Value
from autograder.worker.answering import Direct
from autograder.worker.importer import import_handin, load_props
from autograder.worker.notes import explained, notes, places, reasons


class HandIn:
    """A hand-in as a worker holds it."""

    def __init__(self, main="", files=None, cells=(), file="pooling.py"):
        others = {name: text.encode() for name, text in (files or {}).items()}
        order = Order("pooling", file, {file: main.encode(), **others}, cells)
        source = main.encode() if not cells else None
        imported = import_handin(order, load_props(""), source)
        self.module = sys.modules["pooling"]
        source = source or self.module.__spec__.loader.sources["pooling"][1]
        self.place, self.left_out = places(order, source), imported.left_out
        lacking = reasons(imported.left_out, file, self.place)
        names = {**imported.namespace, "__left_out__": lacking}
        self.target = Direct(names, imported.files, catch=BaseException)

    @property
    def notes(self):
        return [f"{what}: {why}" for what, why in notes(self.left_out, self.place)]

    def call(self, name="f"):
        answer = explained(self.target.answer(Step(1, "call", name)), self.left_out, self.place)
        return answer.value if isinstance(answer, Value) else answer


@contextlib.contextmanager
def modules_forgotten():
    """Forget what was imported in here, afterwards."""
    finders, modules = list(sys.meta_path), dict(sys.modules)
    yield
    sys.meta_path[:] = finders
    for name in set(sys.modules) - set(modules):
        del sys.modules[name]
    linecache.clearcache()
