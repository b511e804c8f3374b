"""Loads the programs of `.ci`, which are in no package, and makes stand-ins for programs of a system."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CI = ROOT / ".ci"
NOBODY = ("unshare", "--user")  # who is not root there, whoever runs the tests
LIKE_ROOT = ("unshare", "--user", "--map-root-user")


def load_all():
    """The modules of setup and of the bare machine; the path is as it was afterwards."""
    sys.path.insert(0, str(CI))
    try:
        import bare
        import failures
        import fresh
        import index_settings
        import packages
        import saying
        import setup
        import virtual
    finally:
        sys.path.remove(str(CI))
    return bare, failures, fresh, index_settings, packages, saying, setup, virtual


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
        timeout=110,
        check=False,
    )


def copy_programs(folder: Path) -> Path:
    """A project with the programs of `.ci` and what they read; the folder."""
    shutil.copytree(CI, folder / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    return folder
