"""What some tests need and pip does not have; where it is missing, the test says how to get it.

Such a test is left out where nothing may be installed. It fails in CI, and where `make browser` could have installed
what it needs: there a test that does not run would be a silent hole.
"""

import importlib.util
import os
import shutil
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / ".venv/browser/node_modules/axe-core/axe.min.js"


def program(package: str) -> str:
    """The path of a Debian package's program, or the end of the test, with the words of `make browser`."""
    install = _load_browser()
    names = install.PROGRAMS[package][0]
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        _end(install, package)
    return path


def driver() -> None:
    """The end of the test where what drives a browser lacks a library, with the words of `make browser`."""
    install = _load_browser()
    if install.is_missing("libatomic1"):
        _end(install, "libatomic1")


def _end(install: ModuleType, package: str) -> NoReturn:
    if os.environ.get("CI") or install.may_install():
        pytest.fail(f"{install.how_to_get(package)} (`make browser` does it where it may)")
    pytest.skip(install.how_to_get(package))


def axe() -> str:
    """The script of axe-core; without it the test fails, because anybody may fetch it."""
    if not AXE.exists():
        pytest.fail("axe-core is missing: run `make browser`, which gets it from npm")
    return AXE.read_text(encoding="utf-8")


def _load_browser() -> ModuleType:
    """The program of `make browser`, which is in no package."""
    spec = importlib.util.spec_from_file_location("ci_browser", ROOT / ".ci/browser.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
