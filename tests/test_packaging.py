"""The package that students could install holds no answer, and setup says in one line why it cannot go on."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import autograder

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"([A-Za-z0-9._-]+)==[A-Za-z0-9.!]+")


def _load_setup():
    spec = importlib.util.spec_from_file_location("ci_setup", ROOT / ".ci/setup.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


setup = _load_setup()

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


def test_every_requirement_is_pinned():
    pinned = {_normal(line.split("==")[0]) for line in _pins()}
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    wanted = [*PYPROJECT["project"]["dependencies"], *(need for extra in extras for need in extra)]
    names = {_normal(re.match(r"[A-Za-z0-9._-]+", need).group()) for need in wanted}
    assert names - pinned == {"autograder-cnn"}


# ------------------------------------------------------------------------------ finding a Python


def _run_setup_sh(python):
    command = ["sh", ROOT / ".ci/setup.sh"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHON": str(python)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def _pretend(tmp_path, change):
    """A Python in which `change` is true: it runs the code that it is given after that line."""
    python = tmp_path / "python"
    code = shlex.quote(f"import sys; {change}; exec(sys.argv[1])")
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {code} "$2"\n')
    python.chmod(0o755)
    return python


def _only_line(done):
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_an_old_python_is_refused_in_one_line(tmp_path):
    line = _only_line(_run_setup_sh(_pretend(tmp_path, "sys.version_info = (3, 10, 4)")))
    assert "is Python 3.10, and 3.11 or newer is needed" in line


def test_a_python_without_ensurepip_is_refused_in_one_line(tmp_path):
    line = _only_line(_run_setup_sh(_pretend(tmp_path, "sys.modules['ensurepip'] = None")))
    assert "venv or ensurepip is missing" in line


def test_a_python_that_is_not_there_is_refused_in_one_line(tmp_path):
    line = _only_line(_run_setup_sh(tmp_path / "python9"))
    assert "no working Python was found" in line
    assert "python9" in line


# ------------------------------------------------------------------------------- building .venv


@pytest.fixture
def project(tmp_path):
    """A copy of the files that setup reads, with a finished environment as far as setup can tell."""
    (tmp_path / ".ci").mkdir()
    for name in ("pyproject.toml", "constraints.txt", ".ci/setup.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    programs = tmp_path / ".venv/bin"
    programs.mkdir(parents=True)
    for name in ("python", "autograder"):
        (programs / name).touch()
    _finish(tmp_path)
    return tmp_path


def _finish(project):
    (project / ".venv" / setup.STAMP).write_text(setup.stamp(project), encoding="utf-8")


def test_an_unchanged_environment_is_left_alone(project, capsys):
    before = sorted((project / ".venv").rglob("*"))
    assert setup.main(project) == 0
    assert capsys.readouterr().out == "setup: .venv is up to date\n"
    assert sorted((project / ".venv").rglob("*")) == before


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_file_makes_the_environment_old(project, name):
    with (project / name).open("a") as file:
        file.write("# changed\n")
    assert not setup.is_current(project)


def test_a_lost_program_makes_the_environment_old(project):
    (project / ".venv/bin/python").unlink()
    assert not setup.is_current(project)


def test_an_environment_that_was_moved_is_built_anew(project, tmp_path_factory):
    moved = tmp_path_factory.mktemp("elsewhere") / "project"
    project.rename(moved)
    assert not setup.can_be_kept(moved)


def test_an_environment_that_does_not_start_is_built_anew(project):
    assert not setup.can_be_kept(project)  # its python is an empty file


def test_a_second_setup_waits_for_the_first(project):
    (project / ".venv" / setup.STAMP).unlink()
    command = [sys.executable, project / ".ci/setup.py"]
    with setup.only_one_at_a_time(project):
        second = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert second.stdout.readline() == "setup: waiting for another setup in this folder\n"
        _finish(project)
    assert second.communicate(timeout=30) == ("setup: .venv is up to date\n", None)
    assert second.returncode == 0


def test_a_full_disk_is_refused_before_anything_is_installed(tmp_path):
    with pytest.raises(setup.SetupError, match=r"GB free and setup needs about 1e\+09 GB"):
        setup.refuse_a_full_disk(tmp_path, needed_gb=1e9)


def test_a_disk_that_fills_up_on_the_way_is_called_full():
    output = "Installing collected packages: torch\nERROR: [Errno 28] No space left on device\n"
    assert setup.explain_output(output).startswith("the disk is full")


def test_any_other_failure_is_told_in_the_words_of_pip():
    output = "Collecting torch\nERROR: No matching distribution found for torch==0\n\n"
    assert setup.explain_output(output) == "ERROR: No matching distribution found for torch==0"


def test_no_network_is_told_in_one_line_and_the_half_environment_is_not_kept(tmp_path, monkeypatch):
    shutil.copy(ROOT / "constraints.txt", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    nowhere = {"PIP_CONFIG_FILE": "/dev/null", "PIP_INDEX_URL": "http://127.0.0.1:9/"}
    for name, value in {**nowhere, "PIP_RETRIES": "1", "PIP_NO_CACHE_DIR": "1"}.items():
        monkeypatch.setenv(name, value)
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(setup, "NEEDED_GB", 0.0)
    with pytest.raises(setup.SetupError, match="no package index answers"):
        setup.build(tmp_path)
    assert "torch" in (tmp_path / ".venv" / setup.LOG).read_text()
    assert not setup.can_be_kept(tmp_path)
