"""A released folder holds what a student needs, runs there, and its sources are checked."""

import subprocess
import sys
from pathlib import Path

import pytest
from sums_course import COURSE, STUB, TESTS, files_of, write

from autograder.course.assignment import load
from autograder.errors import AssignmentError
from autograder.release.release import check_folder, release_folder


def test_another_course_is_released_whole(course: Path, tmp_path: Path):
    folder = release_folder(course, "b1_sums", tmp_path / "out")
    assert folder == tmp_path / "out" / "b1_sums"
    assert sorted(files_of(folder)) == [
        "README.md",
        "assignment.toml",
        "checking.py",
        "conftest.py",
        "data/numbers.csv",
        "lesson.ipynb",
        "pytest.ini",
        "sums.py",
        "test_public.py",
    ]
    assert (folder / "sums.py").read_text() == STUB
    assert (folder / "test_public.py").read_text() == TESTS
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b1_sums"]


def test_the_public_assignment_holds_points_and_names_but_no_limits(course: Path, tmp_path: Path):
    folder = release_folder(course, "b1_sums", tmp_path)
    public, full = load(folder), load(course / "grading_tests" / "b1_sums")
    assert (public.title, public.module, public.points) == (full.title, full.module, full.points)
    for got, wanted in zip(public.questions, full.questions, strict=True):
        assert (got.id, got.title, got.points) == (wanted.id, wanted.title, wanted.points)
        assert (got.names, got.bonus, got.forbidden) == (wanted.names, wanted.bonus, ())
    text = (folder / "assignment.toml").read_text()
    assert "limits" not in text
    assert "secret_operator" not in text


@pytest.mark.parametrize("name", ["sums.py", "lesson.py", "test_public.py"])
def test_a_missing_source_is_named(course: Path, name: str):
    (course / "solutions/b1_sums" / name).unlink()
    with pytest.raises(AssignmentError, match=f"{name} is missing"):
        check_folder(course, "b1_sums")


def test_a_file_that_release_writes_itself_is_refused(course: Path):
    write(course / "solutions/b1_sums/README.md", "mine")
    with pytest.raises(AssignmentError, match="release writes README.md itself"):
        check_folder(course, "b1_sums")


def test_a_course_may_explain_its_failures_itself(course: Path, tmp_path: Path):
    own = '"""Nothing to explain."""\n'
    write(course / "solutions/b1_sums/conftest.py", own)
    folder = release_folder(course, "b1_sums", tmp_path)
    assert (folder / "conftest.py").read_text() == own


def test_the_public_tests_run_without_a_warning(course: Path, tmp_path: Path):
    folder = release_folder(course, "b1_sums", tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "--strict-markers", "--co"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "1 test collected" in run.stdout
    assert "warning" not in run.stdout + run.stderr


def test_the_package_alone_loads_no_notebook_library():
    heavy = "{'jupytext', 'nbformat', 'jinja2'} & set(sys.modules)"
    command = [sys.executable, "-c", f"import sys, autograder.release; print({heavy})"]
    run = subprocess.run(command, cwd=COURSE, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
