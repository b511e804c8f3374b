"""Makes an environment that holds this package's wheel and what grading needs: none of the extras."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

from conftest import ROOT
from packaging.requirements import Requirement

DISTRIBUTION = "autograder-cnn"


def bare_environment(folder: Path) -> Path:
    """The Python of a new environment in `folder`; files are links to those that are installed here."""
    command = [sys.executable, "-m", "venv", "--without-pip", folder / "venv"]
    subprocess.run(command, check=True, capture_output=True)
    (packages,) = (folder / "venv/lib").glob("python*/site-packages")
    for name in needed(DISTRIBUTION):
        _install(name, packages)
    with zipfile.ZipFile(_wheel(folder / "wheel")) as wheel:
        wheel.extractall(packages)
    return folder / "venv/bin/python"


def needed(name: str, seen: set[str] | None = None) -> set[str]:
    """All that a distribution needs without its extras, by name."""
    seen = set() if seen is None else seen
    for text in metadata.requires(name) or ():
        need = Requirement(text)
        other = re.sub(r"[-_.]+", "-", need.name).lower()
        if other not in seen and (not need.marker or need.marker.evaluate({"extra": ""})):
            seen.add(other)
            needed(other, seen)
    return seen - {"editables"}  # what an editable install adds


def _install(name: str, packages: Path) -> None:
    for file in metadata.files(name) or ():
        target = packages / file
        if ".." not in file.parts and not target.exists() and Path(file.locate()).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(Path(file.locate()), target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel
