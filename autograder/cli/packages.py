"""Which packages are here, and which of them cannot be imported: tried in a process of its own."""

import importlib.metadata
import subprocess
import sys
from collections.abc import Iterator, Sequence

import msgspec

from autograder.extras import MODULES, install

GRADING = ("torch", "numpy", "pytest", "pytest_timeout")
PURPOSES = {
    "release": "`release`",
    "lessons": "the lessons and `calibrate`",
    "vision": "image data sets",
    "nbgrader": "nbgrader's courses",
    "dask": "`grade --scheduler`",
    "similar": "`similar`",
}
_NAMES = {"PIL": "pillow", "pytest_timeout": "pytest-timeout"}  # where pip calls it otherwise
_SECONDS = 120
_TRY = """\
import importlib, sys
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
        said = "fine"
    except BaseException as error:
        said = f"{type(error).__name__}: {error}"
    print(f"\\n{name}\\t{' '.join(said.split())}", flush=True)
"""
FINE = "fine"


class Package(msgspec.Struct, frozen=True):
    """A package as it is here: what fails when it is imported, and what installs it."""

    name: str
    version: str  # "" where it is not installed
    fault: str  # "" where its import works
    needed_for: str
    command: str

    @property
    def works(self) -> bool:
        """Whether it is here and can be imported."""
        return bool(self.version) and not self.fault


def packages() -> list[Package]:
    """Those that grading needs, then those of the extras."""
    wanted = [(name, "grading", "pip install autograder-cnn") for name in GRADING]
    for extra, purpose in PURPOSES.items():
        wanted += [(name, purpose, install(extra)) for name in MODULES[extra]]
    versions = {name: _version(_NAMES.get(name, name)) for name, *_ in wanted}
    tried = dict(imports([name for name, version in versions.items() if version]))
    return [
        Package(_NAMES.get(name, name), versions[name], tried.get(name, ""), purpose, command)
        for name, purpose, command in wanted
    ]


def imports(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each module with what its import says, "" where it works; one may end the process."""
    left = list(names)
    while left:
        said, ending = _tried(left)
        for name, text in said:
            yield name, "" if text == FINE else _explained(text)
        left = left[len(said) :]
        if left:
            yield left.pop(0), f"its import ends Python: {ending}"


def _tried(names: Sequence[str]) -> tuple[list[tuple[str, str]], str]:
    """What the modules said up to one that ended the process, and how that was."""
    command = [sys.executable, "-P", "-c", _TRY, *names]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False
        )
        text, ending = done.stdout, f"status {done.returncode}"
    except subprocess.TimeoutExpired as error:
        text = (error.stdout or b"").decode("utf-8", "replace")
        ending = f"no answer within {_SECONDS} s"
    rows = [line.split("\t", 1) for line in text.splitlines() if "\t" in line]
    return [(row[0], row[1]) for row in rows if row[0] in names], ending


def _explained(fault: str) -> str:
    if "torchvision::" not in fault:
        return fault
    return (
        f"{fault}; it was built for another torch. Hand-ins are graded all the same; for notebooks, "
        "install both of one build"
    )


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
