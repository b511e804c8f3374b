"""Which packages an optional part of the engine needs, and the command that installs them."""

from importlib import util

from autograder.errors import UsageError

MODULES = {  # as pyproject.toml names the extras; what is imported, which need not be what pip calls it
    "release": ("jupytext", "nbformat", "packaging"),
    "lessons": ("matplotlib", "nbclient", "ipykernel"),
    "nbgrader": ("nbgrader",),
    "vision": ("torchvision", "PIL"),
    "dask": ("distributed",),
    "similar": ("copydetect",),
}


def install(extra: str) -> str:
    """The command that installs an extra, or several with commas between them."""
    return f"pip install 'autograder-cnn[{extra}]'"


def missing(extra: str) -> list[str]:
    """The extra's modules that are not installed here."""
    return [name for name in MODULES[extra] if util.find_spec(name) is None]


def require(extra: str, purpose: str, module: str = "") -> None:
    """`UsageError` with the command that installs it, where an extra, or one module of it, is missing."""
    lacking = [name for name in missing(extra) if module in ("", name)]
    if lacking:
        listed = " and ".join(lacking)
        verb = "is" if len(lacking) == 1 else "are"
        raise UsageError(
            f"{purpose} needs {listed}, which {verb} not installed here: {install(extra)}"
        )
