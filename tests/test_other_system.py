"""Students on Windows and macOS: all but grading works there, and grading says where it does."""

import os
import shutil
import subprocess
import sys

import pytest
from conftest import LIMIT, ROOT, environment
from made_results import result

from autograder.results import write

SLUG = "a1_pooling"
SYSTEMS = {"win32": "Windows", "darwin": "macOS"}
PATH = os.pathsep.join([str(ROOT / "tests/other_system"), str(ROOT)])
pytestmark = pytest.mark.slow


@pytest.fixture(params=SYSTEMS)
def system(request):
    return request.param


@pytest.fixture
def elsewhere(autograder, system):
    """The command, run by a Python that looks like the other system's; `more` is loaded before."""

    def run(*arguments, more="", **others):
        return autograder(*arguments, PRETEND=f"{system} {more}", PYTHONPATH=PATH, **others)

    return run


@pytest.fixture
def folder(tmp_path):
    """An assignment as it is released."""
    ours = shutil.ignore_patterns("__pycache__")  # others may be writing there
    shutil.copytree(ROOT / "assignments" / SLUG, tmp_path / SLUG, ignore=ours)
    return tmp_path / SLUG


def run_pretending(code, system, cwd):
    """What a Python that looks like the other system's prints."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env=environment({"PRETEND": system, "PYTHONPATH": PATH}),
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )


LACKING = """
import autograder, os, signal, socket, sys
print(sys.platform, hasattr(os, "sched_getaffinity"), hasattr(signal, "SIGHUP"))
try:
    import fcntl
except ImportError:
    print("no fcntl")
"""


def test_the_other_system_lacks_what_it_has_not(tmp_path):
    windows = run_pretending(LACKING, "win32", tmp_path)
    assert windows.stdout == "win32 False False\nno fcntl\n", windows.stderr
    mac = run_pretending(LACKING, "darwin", tmp_path)
    assert mac.stdout == "darwin False True\n", mac.stderr


def test_the_command_starts(elsewhere):
    version = elsewhere("--version")
    assert (version.status, version.err) == (0, "")
    assert version.out.startswith("autograder ")
    help = elsewhere("--help")
    assert (help.status, help.err) == (0, "")
    assert "doctor" in help.out


def test_check_works(elsewhere, folder):
    done = elsewhere("check", folder, more="pytest torch")
    assert (done.status, done.err) == (1, "")
    assert done.out.count("still to do") == 8
    shutil.copy(ROOT / "solutions" / SLUG / "pooling.py", folder)
    done = elsewhere("check", cwd=folder, more="pytest torch")
    assert (done.status, done.err) == (0, "")
    assert done.out.count("✓") == 8


MAGIC = """
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
with capture_output() as shown:
    shell.run_line_magic("load_ext", "autograder")
    shell.run_line_magic("check", "max_pool")
print(*(output.data["text/html"] for output in shown.outputs), shown.stdout)
"""


def test_the_magic_works(system, folder):
    shutil.copy(ROOT / "solutions" / SLUG / "pooling.py", folder)
    done = run_pretending(MAGIC, f"{system} IPython.core.interactiveshell pytest torch", folder)
    assert done.stdout.count("✓") == 1, done.stderr
    assert "Max pooling" in done.stdout


def test_doctor_says_that_grading_needs_linux_and_what_works(elsewhere, tmp_path):
    done = elsewhere("doctor", cwd=tmp_path)
    assert (done.status, done.err) == (1, "")
    last = done.out.splitlines()[-1]
    assert last.startswith("not ready to grade: grading needs Linux: use WSL, a container or CI")
    assert "`check`, `report` and `export` work here" in last


@pytest.mark.parametrize(
    "arguments",
    [
        ("grade", "pooling.py", "--assignment", SLUG, "--out", "results"),
        ("selftest", SLUG),
        ("calibrate", "a6_cifar10"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_grades_says_in_one_line_where_to_go(elsewhere, system, folder, arguments):
    done = elsewhere("--course", ROOT, *arguments, cwd=folder)
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    name = SYSTEMS[system]
    assert f"{arguments[0]} needs Linux, and this is {name}: use WSL, a container or CI" in line
    assert not (folder / "results").exists()


NBGRADER = """
from pathlib import Path
from autograder.course.assignment import load
from autograder.errors import UsageError
from autograder.nbgrader.prefetch import nbgrader_grader
course = Path.cwd()
try:
    nbgrader_grader(course, load(course / "grading_tests/doubling"), None, 1)
except UsageError as error:
    print(error)
"""


def test_nbgraders_grading_says_the_same(system, tmp_path, make_course):
    done = run_pretending(NBGRADER, system, make_course(tmp_path / "course"))
    assert "needs Linux" in done.stdout, done.stderr


def test_results_are_reported_and_exported(elsewhere, tmp_path):
    write(tmp_path / "results", result())
    for arguments in (
        ("report", "results", "--out", "report"),
        ("export", "results", "--to", "csv", "--out", "grades.csv"),
        ("export", "results", "--to", "csv", "--out", "grades.csv"),  # in place of the first
    ):
        done = elsewhere(*arguments, cwd=tmp_path)
        assert (done.status, done.err) == (0, "")
    assert "ada" in (tmp_path / "grades.csv").read_text()
    assert "Max pooling" in (tmp_path / "report/index.html").read_text()


def test_an_output_without_ticks_ends_no_command(autograder, folder):
    done = autograder("check", folder, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.status, done.err) == (1, "")
    assert done.out.count("still to do") == 8
