"""`autograder doctor`: what this machine can do, as far as a worker that was locked here proves."""

import platform
import subprocess
import sys

import pytest
from conftest import LIMIT, ROOT, environment

from autograder import __version__
from autograder.warm.host import Warm

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def here(autograder):
    return autograder("doctor")


def row(done, name):
    """What stands beside a name."""
    cells = [[cell.strip() for cell in line.split("│")] for line in done.out.splitlines()]
    (beside,) = [line[2] for line in cells if line[1:2] == [name]]
    return beside


def test_it_tells_the_isolation_that_a_worker_reaches(here, probe):
    assert row(here, "isolation") == probe.level
    assert ", ".join(probe.mechanisms) in here.out
    assert here.out.count("missing ") == len(probe.missing)


def test_its_status_says_whether_grading_is_safe_here(here, probe):
    assert (here.status == 0) == (probe.level in ("full", "strong"))


def test_it_tells_versions_and_the_course(here):
    assert row(here, "autograder") == __version__
    assert row(here, "Python").startswith(platform.python_version())
    assert row(here, "course") == str(ROOT)
    assert "a1_pooling" in row(here, "assignments")
    assert row(here, "torch").startswith("2.")
    assert here.err == ""


BARE = """
import sys
from autograder.cli import doctor, main
doctor._version = lambda name: ""
sys.argv = ["autograder", "doctor"]
main()
"""


def test_what_is_missing_stands_with_the_command_that_installs_it(tmp_path):
    wide = environment({"COLUMNS": "200"})
    done = subprocess.run(
        [sys.executable, "-c", BARE],
        cwd=tmp_path,
        env=wide,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    for extra in ("release", "lessons", "vision"):
        assert f"pip install 'autograder-cnn[{extra}]'" in done.stdout, done.stderr


def test_it_works_without_a_course(tmp_path, autograder, here):
    done = autograder("doctor", cwd=tmp_path)
    assert done.status == here.status
    assert row(done, "course") == "none found from here"
    assert "assignments" not in done.out


def test_a_course_that_is_none_is_one_line_and_status_2(tmp_path, autograder):
    done = autograder("--course", tmp_path, "doctor", cwd=tmp_path)
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert f"{tmp_path} is no course" in line


@pytest.mark.parametrize(
    ("without", "level"),
    [
        (("namespaces",), "strong"),
        (("namespaces", "landlock", "seccomp"), "none"),
    ],
)
def test_a_probe_tells_what_is_missing(without, level):
    with Warm(ROOT, without=without) as warm:
        found = warm.probe()
    assert found.level == level
    missing = {line.split(":")[0] for line in found.missing}
    assert set(without) <= missing
