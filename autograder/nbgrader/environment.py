"""Prepares the environment for nbgrader: its programs on PATH, their logs out of sight, and no second
wasted on import.
"""

import importlib
import os
import sys
import tempfile
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


@contextmanager
def logs_left_out() -> Iterator[None]:
    """Keep from our users what programs log at level INFO; all else that they write comes through.

    `alembic` logs its plugins to the standard error of whoever starts it, in some of its versions.
    """
    sys.stderr.flush()
    before = os.dup(2)
    with tempfile.TemporaryFile() as written:
        os.dup2(written.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(before, 2)
            os.close(before)
            written.seek(0)
            for line in written:
                if not line.startswith(b"INFO "):
                    os.write(2, line)
