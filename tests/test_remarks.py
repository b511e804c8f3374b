"""Remarks: advice that costs no points, on answers that a suite counts as right."""

from conftest import MISCONCEPTIONS

from autograder.release.release import release_folder

CLEAN = '''

@instead_of("double", remark=True)
def a_float_comes_back(x):
    """Your answer is a float. Keep whole numbers whole. It costs you no points."""
    return 2.0 * x
'''
COSTLY = '''

@instead_of("double", remark=True)
def three_times(x):
    """You take it three times."""
    return 3 * x
'''
SOLUTION = '''\
"""Doubling."""


def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION
'''
LESSON = """\
# %% [markdown]
# # Doubling

# %% question="double"
assert double(3) == 6
"""
SUITE = """\
import pytest

from autograder.suite import assert_equal, number

double = pytest.mark.question("double")


@double
def test_small_numbers_are_doubled(student):
    assert_equal(number(student.double(3)), 6.0)


@double
def test_large_numbers_are_doubled(student):
    assert_equal(number(student.double(1000)), 2000.0)
"""


def released(folder, make_course, remark):
    files = {
        "grading_tests/doubling/test_double.py": SUITE,
        "grading_tests/doubling/misconceptions.py": MISCONCEPTIONS + remark,
        "solutions/doubling/doubling.py": SOLUTION,
        "solutions/doubling/lesson.py": LESSON,
        "solutions/doubling/test_public.py": '"""None yet."""\n',
    }
    course = make_course(folder, files)
    release_folder(course, "doubling", course / "assignments")
    return course


def test_a_suite_may_have_a_remark_that_loses_no_points(tmp_path, make_course, autograder):
    course = released(tmp_path, make_course, CLEAN)
    done = autograder("selftest", "doubling", cwd=course)
    assert (done.status, done.err) == (0, "")


def test_a_remark_that_loses_points_is_a_fault(tmp_path, make_course, autograder):
    course = released(tmp_path, make_course, COSTLY)
    done = autograder("selftest", "doubling", cwd=course)
    assert done.status == 1
    assert "doubling: three_times: it is a remark and loses points" in done.err


def test_a_remark_is_shown_beside_full_marks(tmp_path, make_course, autograder):
    course = released(tmp_path, make_course, CLEAN)
    (tmp_path / "doubling.py").write_text("def double(x):\n    return x * 2.0\n")
    done = autograder(
        "grade", tmp_path / "doubling.py", "--assignment", "doubling", "--out", tmp_path / "out",
        cwd=course,
    )  # fmt: skip
    assert done.status == 0
    assert "4 / 4" in done.out
    assert "a float comes back" in done.out
