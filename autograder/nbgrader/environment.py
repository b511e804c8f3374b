"""Prepares the environment for nbgrader: its programs on PATH, and no second wasted on import."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def skip_grammars() -> None:
    """Before nbformat is imported: no grammars of web addresses, which no notebook is checked by.

    jsonschema takes them where they are installed, and builds them for a second on import.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] - "not installed"


@contextmanager
def programs_found() -> Iterator[None]:
    """Put this environment's programs on PATH: a new gradebook is made with `alembic`."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
