"""The module that a notebook's cells become, executed."""

from autograder.submission.notebook import module_source
from autograder.worker.execute import execute


def run(*cells, names=()):
    """The namespace of the module that these cells become."""
    return imported(*cells, names=names)[0]


def imported(*cells, names=()):
    """That namespace, and what was left out: statement -> error."""
    source, _ = module_source(list(cells), names)
    namespace = {"__name__": "work"}
    left_out = execute(source.encode(), "work.py", namespace)
    return namespace, {one.text: one.error.message for one in left_out}
