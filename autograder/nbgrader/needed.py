"""Whether nbgrader is there, and what it needs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import util
from pathlib import Path

from autograder.errors import UsageError

INSTALL = "pip install 'autograder-cnn[nbgrader]'"


def require_nbgrader() -> None:
    """`UsageError` with the command that installs it, where nbgrader is missing."""
    if util.find_spec("nbgrader") is None:
        raise UsageError(f"nbgrader is not installed here. Install it with: {INSTALL}")


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
