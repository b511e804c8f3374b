"""What `configure` tells nbgrader's converter, and where its judges find CIFAR-10."""

import subprocess
import sys

import pytest
from traitlets.config import Config

from autograder.course.assignment import load
from autograder.errors import UsageError
from autograder.grading.kept_hosts import WarmProcesses
from autograder.nbgrader import config, converter
from autograder.nbgrader.environment import logs_left_out
from autograder.nbgrader.prefetch import setting_of
from autograder.protocol.jobs import Job, Subject

SUITE = """
import os
import pytest

@pytest.mark.question("double")
def test_double(student, record_property):
    assert student.double(2) == 4
    record_property("data", len(os.environ.get("CIFAR10_ROOT", "")))
"""
HAND_IN = {"doubling.py": b"def double(x):\n    return 2 * x\n"}


@pytest.fixture
def course(make_course, tmp_path):
    return make_course(tmp_path / "course", {"grading_tests/doubling/test_double.py": SUITE})


@pytest.fixture
def configured(monkeypatch, course):
    monkeypatch.setattr(converter, "install", lambda: None)  # nbgrader itself stays as it is
    monkeypatch.delenv("CIFAR10_ROOT", raising=False)

    def configure(**options):
        c = Config()
        config.configure(c, course, **options)
        return c.SandboxedAutograde

    return configure


def test_without_data_none_is_named(configured):
    assert configured().data == ""


def test_the_environment_names_data_and_an_argument_wins(configured, monkeypatch, tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("CIFAR10_ROOT", str(tmp_path / "one"))
    assert configured().data == str(tmp_path / "one")
    assert configured(data=tmp_path / "other").data == str(tmp_path / "other")


def test_data_that_is_not_there_is_refused(configured, tmp_path):
    with pytest.raises(UsageError, match="nowhere.*there is nothing; expected a folder"):
        configured(data=tmp_path / "nowhere")


@pytest.mark.slow
def test_a_judge_knows_the_data_and_another_comes_once_it_has_changed(course, tmp_path):
    images = tmp_path / "images"
    images.mkdir()
    assignment, kept = load(course / "grading_tests" / "doubling"), WarmProcesses()

    def judge_with(data):
        setting = setting_of(course, assignment, data)
        with kept.judge(setting, assignment.slug, assignment.limits) as judge:
            return judge

    try:
        plain, told = judge_with(None), judge_with(images)
        assert told is not plain
        assert told is judge_with(images)
        report = told.grade(Job(Subject(HAND_IN, "doubling.py")))
        assert report.questions[0].measures == {"data": float(len(str(images)))}
        digest = told.suite.digest
        (images / "set.npz").write_bytes(b"no arrays")
        assert judge_with(images).suite.digest != digest
    finally:
        kept.close()


LOGS = """
import sys
print("INFO  [alembic.runtime.plugins] setup plugin alembic.autogenerate.schemas", file=sys.stderr)
print("WARNI [alembic] this is worth reading", file=sys.stderr)
sys.exit(int(sys.argv[1]))
"""


@pytest.mark.parametrize("status", [0, 3])
def test_what_a_program_logs_is_left_out_and_its_warnings_are_not(capfd, status):
    ended = 0
    try:
        with logs_left_out():
            subprocess.run([sys.executable, "-c", LOGS, str(status)], check=True)
    except subprocess.CalledProcessError as error:
        ended = error.returncode
    assert ended == status
    assert capfd.readouterr().err == "WARNI [alembic] this is worth reading\n"


def test_what_is_written_afterwards_comes_through(capfd):
    with logs_left_out():
        pass
    subprocess.run([sys.executable, "-c", LOGS, "0"], check=True)
    assert capfd.readouterr().err.startswith("INFO  [alembic")
