"""Whether Dask is there."""

from importlib import util

from autograder.errors import UsageError

INSTALL = "pip install 'autograder-cnn[dask]'"


def require_distributed() -> None:
    """`UsageError` with the command that installs it, where Dask's scheduler is missing."""
    if util.find_spec("distributed") is None:
        raise UsageError(f"--scheduler needs Dask, which is not installed here: {INSTALL}")
