"""The package that students could install holds no answer, and every requirement is pinned."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import autograder

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r'([A-Za-z0-9._-]+)==[A-Za-z0-9.!]+(; python_full_version (<|>=) "3[0-9.]+")?')
# The Pythons that are promised, each as old as distributions have it: Debian 12's is 3.11.2.
PYTHONS = ("3.11.2", "3.12.0", "3.13.0")

# ------------------------------------------------------------------------- what a package holds


def _build(kind, folder):
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (package,) = folder.iterdir()
    return package


def test_the_wheel_holds_the_engine_and_nothing_else(tmp_path):
    with zipfile.ZipFile(_build("wheel", tmp_path)) as wheel:
        names = wheel.namelist()
    assert "autograder/__init__.py" in names
    metadata = f"autograder_cnn-{autograder.__version__}.dist-info"
    assert {name.split("/")[0] for name in names} == {"autograder", metadata}


def test_the_source_package_holds_no_course(tmp_path):
    with tarfile.open(_build("sdist", tmp_path)) as sdist:
        names = {name.split("/")[1] for name in sdist.getnames()}
    # hatchling adds .gitignore, which its own build reads
    kept = {"autograder", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"}
    assert names - {".gitignore", "PKG-INFO"} == kept


def test_an_editable_install_opens_the_engine_only():
    assert PYPROJECT["tool"]["hatch"]["build"]["dev-mode-exact"] is True


# ------------------------------------------------------------------------------- what is pinned


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_every_constraint_is_a_plain_pin():
    assert [line for line in _pins() if not PIN.fullmatch(line)] == []


def test_every_package_is_pinned_once_for_each_python():
    for python in PYTHONS:
        names = [pin.name for pin in map(Requirement, _pins()) if _holds(pin, python)]
        assert len(names) == len(set(names)) == len({Requirement(pin).name for pin in _pins()})


def test_what_is_pinned_can_be_installed_in_each_python_that_it_is_pinned_for():
    installed = {_normal(package.name): package for package in metadata.distributions()}
    checked = []
    for pin in map(Requirement, _pins()):
        package = installed.get(_normal(pin.name))
        if package is None or package.version not in pin.specifier:
            continue
        wants = SpecifierSet(package.metadata.get("Requires-Python") or "")
        bad = [python for python in PYTHONS if _holds(pin, python) and python not in wants]
        assert bad == [], (
            f"{pin.name} needs Python {wants}: pin another for older ones, with a marker"
        )
        checked.append(pin.name)
    assert len(checked) > 50


def _holds(pin, python):
    return pin.marker is None or pin.marker.evaluate({"python_full_version": python})


def test_every_requirement_is_pinned():
    pinned = {_normal(line.split("==")[0]) for line in _pins()}
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    wanted = [*PYPROJECT["project"]["dependencies"], *(need for extra in extras for need in extra)]
    names = {_normal(re.match(r"[A-Za-z0-9._-]+", need).group()) for need in wanted}
    assert names - pinned == {"autograder-cnn"}
