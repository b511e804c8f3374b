"""Loads the programs of `.ci`, which are in no package, and makes stand-ins for programs of a system."""

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
CI = ROOT / ".ci"
MODULES = ["bare", "failures", "fresh", "index_settings", "packages", "saying", "setup", "virtual"]
NOBODY = ("unshare", "--user")  # who is not root there, whoever runs the tests
LIKE_ROOT = ("unshare", "--user", "--map-root-user")


def load_all() -> list[ModuleType]:
    """The modules of setup and of the bare machine; the path is as it was afterwards."""
    sys.path.insert(0, str(CI))
    try:
        return [importlib.import_module(name) for name in MODULES]
    finally:
        sys.path.remove(str(CI))


def script(path: Path, text: str) -> Path:
    """A program of the shell, for a folder of PATH."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def run(command: Sequence[object], **variables: str) -> subprocess.CompletedProcess[str]:
    """A program with a few changes to the environment, to its end."""
    return subprocess.run(
        list(map(str, command)),
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=400,  # a machine may be busy; none takes a tenth of it alone
        check=False,
    )


def copy_programs(folder: Path) -> Path:
    """A project with the programs of `.ci` and what they read; the folder."""
    shutil.copytree(CI, folder / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    return folder
