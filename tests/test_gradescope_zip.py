"""`autograder release --gradescope`: the zip's own script runs here, on a hand-in, in a folder like Gradescope's."""

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from conftest import ROOT, TOML, environment

from autograder.errors import UsageError
from autograder.release.gradescope import gradescope_zip

RIGHT = "def double(x):\n    return 2 * x\n"
HALF = "def double(x):\n    return x * x if x == 3 else 2 * x\n"
SLEEPS = '#!/bin/sh\necho started > "$AUTOGRADER_HOME/started"\nexec sleep 60\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory, make_course):
    """The zip of a small course."""
    course = make_course(tmp_path_factory.mktemp("course"))
    (course / "assignments/doubling/doubling.py").write_text("def double(x): ...\n")
    (course / "solutions/doubling").mkdir(parents=True)
    (course / "solutions/doubling/doubling.py").write_text("SECRET = 1\n")
    return gradescope_zip(course, "doubling", course / "out/autograder.zip")


class Place:
    """A folder as Gradescope lays it out, with the zip unpacked."""

    def __init__(self, home: Path, made: Path) -> None:
        self.home = home
        with zipfile.ZipFile(made) as archive:
            archive.extractall(home / "source")
        (home / "submission").mkdir()
        self.settings = {"AUTOGRADER_HOME": str(home), "AUTOGRADER_PYTHON": sys.executable}

    def hand_in(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.home / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def python(self, script: str) -> None:
        """Put another program in the place of Python."""
        path = self.home / "python"
        path.write_text(script)
        path.chmod(0o755)
        self.settings["AUTOGRADER_PYTHON"] = str(path)

    def start(self) -> subprocess.Popen:
        return subprocess.Popen(
            ["bash", self.home / "source/run_autograder"],
            cwd=self.home,
            env=environment(self.settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self) -> dict:
        with self.start() as process:
            self.said = process.communicate(timeout=100)[0]
        return self.results()

    def results(self) -> dict:
        assert [path.name for path in (self.home / "results").iterdir()] == ["results.json"]
        return json.loads((self.home / "results/results.json").read_bytes())


@pytest.fixture
def place(tmp_path, made):
    return Place(tmp_path, made)


def assert_not_judged(results):
    assert "score" not in results
    assert "tests" not in results
    assert results["output"].startswith("Not judged: ")
    assert (results["visibility"], results["stdout_visibility"]) == ("visible", "hidden")


# ---------------------------------------------------------------------------------------- the zip


def test_scripts_stand_at_the_root_and_can_be_run(made):
    with zipfile.ZipFile(made) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
    for name in ("setup.sh", "run_autograder"):
        assert stat.S_IMODE(entries[name].external_attr >> 16) == 0o755
    assert entries["engine/autograder/__init__.py"].external_attr >> 16 == 0o100644


def test_it_holds_engine_suite_and_reference_but_no_solution(made):
    with zipfile.ZipFile(made) as archive:
        names = {name for name in archive.namelist() if not name.startswith("engine/")}
        assert not any(b"SECRET" in archive.read(name) for name in names)
        assert archive.read("assignment") == b"doubling\n"
    assert names == {
        "assignment",
        "course/assignments/doubling/doubling.py",
        "course/grading_tests/doubling/assignment.toml",
        "course/grading_tests/doubling/misconceptions.py",
        "course/grading_tests/doubling/test_double.py",
        "course/reference/__init__.py",
        "course/reference/doubling.py",
        "requirements.txt",
        "run_autograder",
        "setup.sh",
    }


def test_the_same_course_gives_the_same_bytes(made, tmp_path):
    again = gradescope_zip(made.parent.parent, "doubling", tmp_path / "again.zip")
    assert again.read_bytes() == made.read_bytes()


def requirements(made: Path) -> dict[str, str]:
    """The packages that the zip's `setup.sh` installs, and their versions."""
    with zipfile.ZipFile(made) as archive:
        lines = archive.read("requirements.txt").decode().splitlines()
    return dict(line.split("==") for line in lines)


def test_packages_are_the_engines_in_the_versions_of_this_environment(made):
    found = requirements(made)
    assert {"torch", "msgspec", "pytest", "typer", "sympy"} <= set(found)
    unneeded = {"autograder-cnn", "editables", "matplotlib", "nbgrader", "ruff", "torchvision"}
    assert not unneeded & set(found)
    assert "+" not in found["torch"]
    assert found["msgspec"] == metadata.version("msgspec")


def test_packages_that_suite_and_hand_ins_need_are_installed_too(tmp_path, make_course):
    toml = f'packages = ["Pillow"]\n{TOML}'
    files = {
        "grading_tests/doubling/assignment.toml": toml,
        "assignments/doubling/doubling.py": "import matplotlib.pyplot as plt\n",
    }
    found = requirements(
        gradescope_zip(make_course(tmp_path, files), "doubling", tmp_path / "a.zip")
    )
    assert {"matplotlib", "kiwisolver", "pillow"} <= set(found)
    assert "torchvision" not in found


@pytest.mark.parametrize("place", ["grading_tests", "assignments"])
def test_a_package_that_is_not_here_is_named(tmp_path, make_course, place):
    named = {"grading_tests/doubling/assignment.toml": f'packages = ["nobody-knows"]\n{TOML}'}
    files = named if place == "grading_tests" else {}
    files["assignments/doubling/doubling.py"] = "import nobody_knows\n"
    with pytest.raises(UsageError, match="pip install nobody-knows"):
        gradescope_zip(make_course(tmp_path, files), "doubling", tmp_path / "a.zip")


def test_every_assignment_of_this_course_gets_what_it_names(tmp_path):
    zipped = gradescope_zip(ROOT, "a6_cifar10", tmp_path / "a.zip")
    assert {"torchvision", "pillow", "matplotlib"} <= set(requirements(zipped))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--gradescope"], "takes one assignment and --out FILE.zip"),
        (["a1_pooling", "--gradescope", "--out", "folder"], "a name that ends in .zip"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line(autograder, tmp_path, arguments, said):
    done = autograder("--course", ROOT, "release", *arguments, cwd=tmp_path)
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert said in line
    assert list(tmp_path.iterdir()) == []


def test_a_released_zip_is_said_to_be_secret(autograder, tmp_path):
    done = autograder("release", "a1_pooling", "--gradescope", "--out", tmp_path / "gs.zip")
    assert done.status == 0
    assert "holds the hidden tests" in done.out
    with zipfile.ZipFile(tmp_path / "gs.zip") as archive:
        assert "course/grading_tests/a1_pooling/test_max_pool.py" in archive.namelist()
        assert not any("solutions" in name for name in archive.namelist())


# ------------------------------------------------------------------------------------- the script


@pytest.mark.slow
def test_a_hand_in_gets_its_score_and_each_question_a_test_case(place):
    place.hand_in({"doubling.py": HALF, "notes.txt": "hello"})
    results = place.run()
    assert results["score"] == 2.0, place.said
    (test,) = results["tests"]
    assert (test["name"], test["score"], test["max_score"]) == ("Twice the number", 2.0, 4.0)
    assert "the_square" not in test["output"]  # it squares 3 only: no misconception fits
    assert "1 of 2 tests pass." in test["output"]


@pytest.mark.slow
def test_folders_that_look_like_students_are_one_hand_in(place):
    place.hand_in({"ada/doubling.py": RIGHT, "bob/doubling.py": HALF})
    assert "score" in place.run(), place.said


@pytest.mark.slow
def test_nothing_handed_in_is_a_zero_with_a_reason(place):
    results = place.run()
    assert results["score"] == 0, place.said
    assert "no" in results["tests"][0]["output"].lower()


def test_a_broken_suite_is_not_judged(place):
    suite = place.home / "source/course/grading_tests/doubling/test_double.py"
    suite.write_text("import nothing_of_this_name\n")
    place.hand_in({"doubling.py": RIGHT})
    assert_not_judged(place.run())
    assert "nothing_of_this_name" in place.said  # for the instructor: hidden from students


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("#!/bin/sh\nkill -KILL $$\n", id="killed"),
        pytest.param("#!/bin/sh\nexit 1\n", id="dead"),
        pytest.param("#!/no/such/program\n", id="missing"),
        pytest.param(SLEEPS, id="out of time"),
    ],
)
def test_whatever_becomes_of_grading_there_are_results(place, script):
    place.python(script)
    place.settings["AUTOGRADER_SECONDS"] = "1"
    place.hand_in({"doubling.py": RIGHT})
    assert_not_judged(place.run())


def test_an_old_score_does_not_stand_when_grading_dies(place):
    (place.home / "results").mkdir()
    (place.home / "results/results.json").write_text('{"score": 20}')
    place.python("#!/bin/sh\nexit 1\n")
    assert_not_judged(place.run())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_script_itself_may_be_ended(place, number):
    place.python(SLEEPS)
    with place.start() as process:
        deadline = time.monotonic() + 30
        while not (place.home / "started").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(process.pid, number)
        process.wait(30)
        if number == signal.SIGTERM:  # what it started has ended with it, or the pipe stays open
            process.communicate(timeout=30)
        else:
            _end_what_is_left(place.home)
    assert_not_judged(place.results())


def _end_what_is_left(home: Path) -> None:
    """End the sleep that a killed script could not: the one with our folder in its environment."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            mine = f"AUTOGRADER_HOME={home}".encode() in path.read_bytes().split(b"\0")
        except OSError:
            continue
        if mine:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(path.parent.name), signal.SIGKILL)
