"""A course is found from any folder in it, by an option, or by a variable; else a sentence says how."""

import pytest

from autograder.course.find import VARIABLE, find_assignment, find_course, is_course, slugs
from autograder.errors import AssignmentError, UsageError

TOML = (
    'title = "A"\nmodule = "a.py"\n[[questions]]\nid = "a"\ntitle = "A"\npoints = 1\nnames = ["a"]'
)


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def course(tmp_path):
    """A course with two assignments, written in no order."""
    root = tmp_path / "course"
    (root / "assignments").mkdir(parents=True)
    for slug in ("a2_batch_norm", "a1_pooling"):
        folder = root / "grading_tests" / slug
        folder.mkdir(parents=True)
        (folder / "assignment.toml").write_text(TOML)
    (root / "grading_tests" / "notes").mkdir()
    return root


def test_a_course_holds_its_suites_whether_they_are_released_or_not(course):
    assert is_course(course)
    (course / "assignments").rmdir()
    assert is_course(course)


def test_a_folder_with_assignments_alone_is_no_course(tmp_path):
    (tmp_path / "assignments").mkdir()
    assert not is_course(tmp_path)


def test_a_file_of_that_name_makes_no_course(tmp_path):
    (tmp_path / "grading_tests").touch()
    (tmp_path / "assignments").touch()
    assert not is_course(tmp_path)


def test_a_course_is_found_from_its_own_folder(course):
    assert find_course(None, course) == course


def test_a_course_is_found_upward(course):
    assert find_course(None, course / "grading_tests" / "a1_pooling") == course


def test_a_course_is_found_through_a_link(course, tmp_path):
    (tmp_path / "here").symlink_to(course / "grading_tests")
    assert find_course(None, tmp_path / "here") == course


def test_the_nearest_course_wins(course):
    inner = course / "assignments" / "inner"
    (inner / "grading_tests").mkdir(parents=True)
    (inner / "assignments").mkdir()
    assert find_course(None, inner) == inner


def test_a_given_course_wins_over_all(course, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    assert find_course(course, tmp_path) == course


def test_the_variable_wins_over_the_working_folder(course, tmp_path, monkeypatch):
    (tmp_path / "grading_tests").mkdir()
    (tmp_path / "assignments").mkdir()
    monkeypatch.setenv(VARIABLE, str(course))
    assert find_course(None, tmp_path) == course


def test_an_empty_variable_is_none(course, monkeypatch):
    monkeypatch.setenv(VARIABLE, "")
    assert find_course(None, course) == course


def test_a_relative_course_becomes_absolute(course, monkeypatch):
    monkeypatch.chdir(course.parent)
    monkeypatch.setenv(VARIABLE, "course")
    assert find_course(None, course) == course


def test_no_course_says_where_it_looked_and_what_to_do(tmp_path):
    with pytest.raises(UsageError) as caught:
        find_course(None, tmp_path)
    assert str(caught.value).startswith(f"no course here: {tmp_path} and the folders above")
    assert "--course DIR" in str(caught.value)
    assert VARIABLE in str(caught.value)


def test_a_given_folder_that_is_no_course_is_refused(tmp_path):
    with pytest.raises(UsageError, match="is no course: it must hold grading_tests/"):
        find_course(tmp_path, tmp_path)


def test_a_variable_that_names_no_course_is_not_passed_over(course, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(UsageError, match="is no course"):
        find_course(None, course)


def test_the_assignments_are_those_with_a_toml_in_order(course):
    assert slugs(course) == ["a1_pooling", "a2_batch_norm"]


def test_a_course_without_assignments_has_none(tmp_path):
    assert slugs(tmp_path) == []


def test_an_assignment_is_found_by_its_slug(course):
    assert find_assignment(course, "a2_batch_norm").slug == "a2_batch_norm"


@pytest.mark.parametrize("slug", ["a3", "notes", "", "..", "../grading_tests/a1_pooling"])
def test_an_unknown_assignment_is_refused_with_those_that_there_are(course, slug):
    with pytest.raises(UsageError) as caught:
        find_assignment(course, slug)
    assert str(caught.value).endswith("there are: a1_pooling, a2_batch_norm")


def test_a_broken_assignment_is_refused_by_its_own_reason(course):
    (course / "grading_tests" / "a1_pooling" / "assignment.toml").write_text("title = 1")
    with pytest.raises(AssignmentError):
        find_assignment(course, "a1_pooling")
