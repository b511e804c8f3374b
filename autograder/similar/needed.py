"""Whether the library that compares code is there."""

from importlib import util

from autograder.errors import UsageError

INSTALL = "pip install 'autograder-cnn[similar]'"


def require_copydetect() -> None:
    """`UsageError` with the command that installs it, where copydetect is missing."""
    if util.find_spec("copydetect") is None:
        raise UsageError(f"copydetect is not installed here. Install it with: {INSTALL}")
