"""A release needs every name in the solution, and says which public tests a student would not find."""

from pathlib import Path

import pytest
from sums_course import TESTS, change, write

from autograder.course.assignment import load
from autograder.course.defined_names import absent_from_reference, defined_names
from autograder.errors import AssignmentError
from autograder.release.contents import remarks
from autograder.release.release import release_folder

MEAN = """

@pytest.mark.question("mean")
def test_mean_of_two():
    assert sums.Mean()([1, 3]) == 2
"""


@pytest.fixture
def public_tests(course: Path):
    """What is said of a text as the public tests."""

    def said(text: str) -> list[str]:
        write(course / "solutions/b1_sums/test_public.py", text)
        return remarks(course, "b1_sums")

    return said


def test_a_solution_without_a_name_is_refused_with_its_file_and_the_name(course: Path):
    change(course / "solutions/b1_sums/sums.py", "class Mean", "class Meen")
    with pytest.raises(AssignmentError) as caught:
        release_folder(course, "b1_sums", course / "assignments")
    assert str(caught.value) == (
        "solutions/b1_sums/sums.py has no `Mean`, which question 'mean' asks for: define it there, "
        "or correct `names` in assignment.toml; did you mean Meen?"
    )
    assert not (course / "assignments").exists()


def test_a_name_may_come_about_in_any_way(tmp_path: Path):
    source = """
import a.b, numpy as np
from x import y as z
if True:
    one = two, *three = [1, 2]
else:
    def four(): five = 5
try:
    six: int = 6
except OSError:
    seven = 7
for eight in (): pass
with open("f") as nine: pass
"""
    write(tmp_path / "names.py", source)
    names = {"a", "np", "z", "one", "two", "three", "four", "six", "seven", "eight", "nine"}
    assert names <= (defined_names(tmp_path / "names.py") or set())


@pytest.mark.parametrize("line", ["from sums import *", "globals()['f'] = 1", "def __getattr__(name): ..."])  # fmt: skip
def test_where_the_text_does_not_tell_nothing_is_said(tmp_path: Path, line: str):
    write(tmp_path / "names.py", line)
    assert defined_names(tmp_path / "names.py") is None


@pytest.mark.parametrize(
    ("catalogue", "place"),
    [
        ("from reference import right as correct", "reference/right.py"),
        ("import reference.right as correct", "reference/right.py"),
        ("from reference.right import correct", ""),
        ("correct = {}", ""),
    ],
)
def test_the_reference_is_the_module_that_the_catalogue_calls_correct(
    course: Path, catalogue: str, place: str
):
    write(course / "grading_tests/b1_sums/misconceptions.py", catalogue)
    write(course / "reference/right.py", "def total(numbers): ...\n")
    assignment = load(course / "grading_tests/b1_sums")
    said = [line.partition(", which")[0] for line in absent_from_reference(course, assignment)]
    assert said == ([f"{place} has no `Mean`"] if place else [])


def test_good_public_tests_need_no_word(public_tests):
    assert public_tests(TESTS + MEAN) == []


def test_a_question_without_a_public_test_is_told(public_tests):
    assert public_tests(TESTS) == [
        'solutions/b1_sums/test_public.py: no test is marked @pytest.mark.question("mean"), so that '
        "the check cell of 'mean' never passes: write one, and begin its name with test_mean"
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param(MEAN.replace("test_mean", "test_average"), "test_average_of_two is not found by `pytest -k test_mean`: begin its name with that", id="another name"),
        pytest.param(MEAN.replace("test_mean", "mean"), "mean_of_two is not found by `pytest -k test_mean`: begin its name with that", id="no test"),
        pytest.param(MEAN.replace('"mean"', '"meen"'), "test_mean_of_two is marked 'meen'; there are: total, mean; did you mean mean?", id="another question"),
        pytest.param(MEAN.replace('@pytest.mark.question("mean")\n', ""), "test_mean_of_two belongs to no question: mark it with @pytest.mark.question(ID)", id="no mark"),
    ],
)  # fmt: skip
def test_a_public_test_that_is_not_found_is_told_by_its_line(public_tests, text, fault):
    line = (TESTS + text).splitlines().index("    assert sums.Mean()([1, 3]) == 2")
    assert f"solutions/b1_sums/test_public.py:{line}: {fault}" in public_tests(TESTS + text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('mean = pytest.mark.question("mean")\n\n\n@mean\ndef test_mean(): ...\n', id="a mark by its name"),
        pytest.param('mean = pytest.mark.question("mean")\n\n\n@mean\nclass TestMean:\n    def test_mean(self): ...\n', id="a class"),
        pytest.param("from marks import mean\n\n\n@mean\ndef test_mean(): ...\n", id="a mark from elsewhere"),
    ],
)  # fmt: skip
def test_marks_are_understood_or_left_alone(public_tests, text):
    assert public_tests(f"{TESTS}\n\n{text}") == []


def test_the_command_says_so_and_releases(course: Path, autograder):
    (course / "assignments").mkdir()
    done = autograder("release", cwd=course)
    assert done.status == 0
    (line,) = done.err.splitlines()
    assert line.startswith("note: solutions/b1_sums/test_public.py: no test is marked")
