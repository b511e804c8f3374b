"""Answers become stubs, and markers that do not fit are refused with their line."""

from pathlib import Path

import pytest
from sums_course import BEGIN, END, MODULE, STUB

from autograder.errors import AssignmentError
from autograder.release.strip import answers, strip

PATH = Path("sums.py")


def test_answers_become_a_comment_and_a_raise_and_helpers_a_comment():
    assert strip(MODULE, PATH) == STUB


def test_the_stub_of_a_stub_is_refused():
    with pytest.raises(AssignmentError, match="sums.py:1: no '### BEGIN SOLUTION'"):
        strip(STUB, PATH)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(BEGIN + "    return 1\n", "sums.py:2: .* never ended", id="open"),
        pytest.param("    return 1\n" + END, "sums.py:3: .* never began", id="unopened"),
        pytest.param(BEGIN + BEGIN + END + END, "sums.py:3: .* inside .* line 2", id="nested"),
        pytest.param(BEGIN + END + END, "sums.py:4: .* never began", id="ended twice"),
        pytest.param("    # begin solution\n", "sums.py:2: .* is no marker", id="misspelt"),
        pytest.param(BEGIN.rstrip() + " 1\n" + END, "sums.py:2: .* is no marker", id="trailing"),
        pytest.param("    if (\n" + BEGIN + END + "    ):\n", "no Python", id="does not compile"),
    ],
)
def test_markers_that_do_not_fit_are_refused_with_their_line(body: str, message: str):
    with pytest.raises(AssignmentError, match=message):
        strip("def total():\n" + body, PATH)


def test_an_answer_in_a_class_body_is_refused_because_the_stub_would_not_import():
    source = (
        f"def f():\n{BEGIN}    x = 1\n    return x\n{END}\n\nclass Mean:\n{BEGIN}    n = 1\n{END}"
    )
    with pytest.raises(AssignmentError, match="sums.py:9: .* in no function"):
        strip(source, PATH)


def test_only_long_lines_that_stand_nowhere_else_are_secret():
    assert answers(MODULE, PATH) == {
        "### BEGIN SOLUTION",
        "### END SOLUTION",
        "def helper_of_the_answer(numbers):",
        "return math.fsum(numbers)",
        "answer = helper_of_the_answer(numbers)",
        "return answer",
        'raise ValueError(f"numbers is {numbers}; it must not be empty")',
    }
