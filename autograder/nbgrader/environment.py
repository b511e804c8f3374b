"""Prepares the environment for nbgrader: its programs on PATH, and no second wasted on import."""

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GRAMMARS = "rfc3987_syntax"


def skip_grammars() -> None:
    """Import jsonschema without grammars of web addresses, which no notebook is checked by.

    It takes them where they are installed, and builds them for seconds on import. Only while it is
    imported are they hidden: whoever else wants them finds them.
    """
    if GRAMMARS in sys.modules:  # built already
        return
    sys.modules[GRAMMARS] = None  # type: ignore[assignment] - "not installed"
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[GRAMMARS]


@contextmanager
def programs_found() -> Iterator[None]:
    """Put this environment's programs on PATH: a new gradebook is made with `alembic`."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
