"""`make setup` with a real pip: both stages, and environments that are half made or of no use."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from ci_programs import copy_programs, load_all, run, script

_, failures, _, _, packages, _, setup, virtual = load_all()

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

BACKEND = '''\
import zipfile
def build_editable(folder, settings=None, metadata=None):
    name = "autograder_cnn-1-py3-none-any.whl"
    info = "autograder_cnn-1.dist-info"
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        wheel.writestr(f"{info}/METADATA", """Metadata-Version: 2.1
Name: autograder-cnn
Version: 1
Requires-Dist: torch
Provides-Extra: dev
Requires-Dist: ruff; extra == "dev"
""")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/entry_points.txt", "[console_scripts]\\nautograder = torch:main\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
'''
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
FIRST = {"torch", "hatchling", "editables", "matplotlib"}


def wheel(folder, name, version="1"):
    """A package of one line."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"def main():\n    print({name!r})\n",
        f"{name}/newer.py": "def f[T](a): pass\n" if sys.version_info < (3, 12) else "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as file:
        record = ""
        for path, text in files.items():
            file.writestr(path, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            record += f"{path},sha256={digest.rstrip(b'=').decode()},{len(text)}\n"
        file.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project of tiny packages, which lie in a folder; the tests of this file build it step by step."""
    folder = tmp_path_factory.mktemp("project")
    copy_programs(folder)
    (folder / "wheels").mkdir()
    for name in (*FIRST, "ruff"):
        wheel(folder / "wheels", name, "1+cpu" if name == "torch" else "1")
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "constraints.txt").write_text("".join(f"{name}==1\n" for name in (*FIRST, "ruff")))
    return folder


def make(project, stage, **variables):
    """Run setup with the packages of the folder and no network."""
    settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": str(project / "wheels")}
    plain = {"PIP_NO_INDEX": "1", "PIP_CONSTRAINT": "", "PIP_EXTRA_INDEX_URL": ""}
    command = [sys.executable, "-B", project / ".ci/setup.py", stage]
    return run(command, **{**settings, **plain, "PIP_TARGET": "/nowhere", **variables})


def site(project):
    (folder,) = (project / ".venv/lib").glob("python*/site-packages")
    return folder


def installed(project):
    return {path.name.split("-")[0] for path in site(project).glob("*.dist-info")} - {"pip"}


def starts(project):
    done = run([project / ".venv/bin/autograder"])
    return done.stdout == "torch\n"


# In the order of the file: each test goes on with what the one before it built.


def test_the_first_stage_installs_what_grading_needs_and_no_more(project):
    done = make(project, "grade")
    assert (done.returncode, done.stderr) == (0, "")
    assert installed(project) - {"setuptools"} == FIRST | {"autograder_cnn"}
    assert done.stdout.splitlines()[-1].endswith("MB downloaded")
    assert starts(project)
    assert list(site(project).glob("torch/__pycache__/__init__.*"))


def test_the_second_stage_adds_the_rest(project):
    done = make(project, "dev")
    assert (done.returncode, done.stderr) == (0, "")
    assert "installing torch" not in done.stdout
    assert "ruff" in installed(project)
    assert make(project, "dev").stdout == "setup: .venv is up to date\n"
    assert make(project, "grade").stdout == "setup: .venv is up to date\n"


def test_what_an_interruption_left_is_completed_and_not_thrown_away(project):
    witness = project / ".venv/witness"
    witness.touch()
    info = next(site(project).glob("torch-*.dist-info"))
    (info / "RECORD").unlink()
    shutil.rmtree(site(project) / "torch")
    (site(project) / "~orch").mkdir()
    for stamp in (project / ".venv").glob("autograder-setup-*"):
        stamp.unlink()
    done = make(project, "dev")
    assert "setup: torch-1+cpu is half installed; installing it again" in done.stdout
    assert "creating" not in done.stdout
    assert witness.exists()
    assert starts(project)
    assert not (site(project) / "~orch").exists()


def test_an_environment_without_pip_is_completed(project):
    shutil.rmtree(site(project) / "pip")
    (project / ".venv" / setup.STAMP.format("dev")).unlink()
    done = make(project, "dev")
    assert "setup: completing .venv, which has no working pip" in done.stdout
    assert (done.returncode, (project / ".venv/witness").exists()) == (0, True)


def test_no_network_is_told_in_one_line_and_what_is_there_is_kept(project):
    with (project / "constraints.txt").open("a") as file:
        file.write("# changed\n")
    shutil.rmtree(site(project) / "torch-1+cpu.dist-info")
    nowhere = {"PIP_NO_INDEX": "", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": "http://127.0.0.1:9/"}
    done = make(project, "grade", **nowhere, PIP_RETRIES="1", PIP_NO_CACHE_DIR="1")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("setup: no package index answers")
    assert "torch" in (project / ".venv" / packages.LOG).read_text()
    assert (project / ".venv/witness").exists()
    assert make(project, "grade").returncode == 0


def test_another_build_of_torch_is_never_looked_for(project):
    wheel(project / "wheels", "torch", "1+newer")
    with (project / "constraints.txt").open("a") as file:
        file.write("# changed again\n")
    assert make(project, "grade").returncode == 0
    assert [path.name for path in site(project).glob("torch-*")] == ["torch-1+cpu.dist-info"]


def test_a_package_that_is_not_to_be_had_is_named(project):
    constraints = project / "constraints.txt"
    text = constraints.read_text()
    constraints.write_text(text.replace("hatchling==1", "hatchling==2"))
    done = make(project, "dev")
    constraints.write_text(text)
    assert done.returncode == 1
    assert "hatchling==2" in done.stderr


def test_an_environment_that_stands_elsewhere_is_made_anew(project):
    (project / ".venv" / virtual.PLACE).write_text("'3.9' in /elsewhere\n")
    done = make(project, "grade")
    assert "setup: creating .venv" in done.stdout
    assert done.returncode == 0
    assert not (project / ".venv/witness").exists()


# --------------------------------------------------------------------------- environments alone


@pytest.fixture
def empty(tmp_path):
    """A project with an environment that holds a Python and nothing else."""
    command = [sys.executable, "-m", "venv", "--without-pip", tmp_path / ".venv"]
    subprocess.run(command, check=True)
    return tmp_path


def test_an_environment_without_a_note_can_be_kept(empty):
    assert virtual.can_be_kept(empty)
    assert not virtual.is_complete(empty / ".venv")
    assert not virtual.stands_here(empty)


def test_another_python_or_place_cannot_be_kept(empty):
    (empty / ".venv" / virtual.PLACE).write_text(f"{sys.version!r} in /elsewhere\n")
    assert not virtual.can_be_kept(empty)


@pytest.mark.parametrize("text", ["exit 1", "echo 3.9 True", 'exec /nowhere/python "$@"'])
def test_a_python_that_is_another_or_does_not_start_cannot_be_kept(tmp_path, text):
    script(tmp_path / ".venv/bin/python", text)
    assert not virtual.can_be_kept(tmp_path)


def test_no_environment_cannot_be_kept(tmp_path):
    assert not virtual.can_be_kept(tmp_path)


def test_a_python_that_is_no_environment_cannot_be_kept(tmp_path):
    script(tmp_path / ".venv/bin/python", f'exec {sys._base_executable} "$@"')
    assert not virtual.can_be_kept(tmp_path)


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_whatever_is_there_gives_way_to_a_new_environment(tmp_path, kind):
    venv, other = tmp_path / ".venv", tmp_path / "other"
    other.mkdir()
    (other / "kept").touch()
    if kind == "file":
        venv.touch()
    elif kind == "link":
        venv.symlink_to(other)
    else:
        (venv / "old").mkdir(parents=True)
    virtual.create(tmp_path)
    assert virtual.can_be_kept(tmp_path)
    assert not (venv / "old").exists()
    assert (other / "kept").exists()


def test_an_environment_that_cannot_be_made_says_why(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(failures.SetupError, match="Not a directory|File exists"):
        virtual.make(tmp_path / "file/.venv")
