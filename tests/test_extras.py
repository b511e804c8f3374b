"""The wheel in an environment without extras: every command works or says which extra to install."""

import re
import subprocess
import tomllib

import pytest
from bare_environment import bare_environment
from conftest import LIMIT, ROOT, Done, environment
from made_results import result

from autograder import extras
from autograder.errors import UsageError
from autograder.results import write

pytestmark = pytest.mark.slow
RIGHT = "def double(x):\n    return x + x\n"
STUB = "def double(x):\n    raise NotImplementedError\n"


@pytest.fixture(scope="module")
def bare(tmp_path_factory, make_course, write_files):
    """Run a command as somebody who installed the wheel alone, in a small course."""
    folder = tmp_path_factory.mktemp("bare")
    python = bare_environment(folder)
    course = make_course(folder / "course", {"assignments/doubling/doubling.py": STUB})
    write_files(course, {"solutions/doubling/doubling.py": RIGHT, "hand-in/doubling.py": RIGHT})
    write(course / "results", result())

    def run(*arguments):
        settings = {name: text for name, text in environment({}).items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [python, "-m", "autograder", *arguments],
            cwd=course,
            env=settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


GRADE = ("grade", "hand-in", "--assignment", "doubling", "--out", "out")


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("release",), "release"),
        (("release", "--check"), "release"),
        (("release", "doubling", "--gradescope", "--out", "x.zip"), "release"),
        (("similar", "hand-in", "--assignment", "doubling", "--out", "x"), "similar"),
        (("calibrate", "doubling"), "lessons"),
        (("nbgrader", "init", "x"), "nbgrader"),
        (("export", "results", "--to", "nbgrader", "--out", "x"), "nbgrader"),
        ((*GRADE, "--scheduler", "tcp://127.0.0.1:9"), "dask"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_a_missing_extra_is_one_line_with_the_command_that_installs_it(bare, arguments, extra):
    done = bare(*arguments)
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.endswith(f"not installed here: pip install 'autograder-cnn[{extra}]'")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("doctor",),
        GRADE,
        ("report", "results", "--out", "report"),
        ("export", "results", "--to", "csv", "--out", "x.csv"),
    ],
    ids=" ".join,
)
def test_the_rest_needs_no_extra(bare, arguments, probe):
    done = bare(*arguments)
    assert (done.status, done.err) == (0, ""), probe


def test_check_needs_no_extra(bare):
    done = bare("check", ROOT / "assignments/a1_pooling")
    assert (done.status, done.err) == (1, "")
    assert done.out.count("still to do") == 8


def test_a_selftest_shows_all_but_the_comparison_which_it_names(bare):
    done = bare("selftest", "doubling")
    assert done.status == 1
    verdict = r"doubling: (\d+) of \1 as they must be; assignments/doubling was not compared"
    assert re.search(verdict, done.out)
    (line,) = done.err.splitlines()
    assert line.endswith("not installed here: pip install 'autograder-cnn[release]'")


def test_the_extras_are_those_of_the_package():
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = table["project"]["optional-dependencies"]
    assert set(extras.MODULES) == set(declared) - {"dev", "grading"}  # which bring others together
    for extra, modules in extras.MODULES.items():
        names = {re.match(r"[a-z]+", need).group() for need in declared[extra]}
        assert {{"PIL": "pillow"}.get(name, name) for name in modules} <= names


def test_what_is_there_is_not_asked_for(monkeypatch):
    extras.require("release", "release")
    monkeypatch.setitem(extras.MODULES, "release", ("json", "no_such_module", "nor_this"))
    extras.require("release", "release", "json")
    with pytest.raises(UsageError) as caught:
        extras.require("release", "release")
    assert str(caught.value) == (
        "release needs no_such_module and nor_this, which are not installed here: "
        "pip install 'autograder-cnn[release]'"
    )
