"""A suite with a test for each of pytest's features, and the course around it."""

from conftest import TOML

IDS = (
    "odd", "asserted", "failing", "skipped", "skips", "provoked", "expected", "parts", "steps",
    "cleaned", "measured", "broken", "gone",
)  # fmt: skip
QUESTIONS = "".join(
    f'\n[[questions]]\nid = "{id}"\ntitle = "{id}"\npoints = 4\nnames = ["{id}_name"]\n'
    for id in IDS
)
SUITE = """\
import pytest

from autograder.suite import assert_equal, check


def question(id):
    return pytest.mark.question(id)


@question("double")
def test_three_is_doubled(student):
    assert_equal(student.double(3), 6)


@question("odd")
def test_a_sum(student):
    check(student.double(3) + 1 == 7, "the sum is wrong")


@question("odd")
def test_by_the_number(student):
    assert_equal(student.double(3), 6)


@question("asserted")
def test_by_an_assert(student):
    assert student.double(3) == 6


@question("failing")
def test_that_says_fail(student):
    if student.double(3) != 6:
        pytest.fail("it is not 6")


@question("skipped")
@pytest.mark.skip(reason="not this year")
def test_that_is_skipped(student):
    assert_equal(student.double(3), 0)


@question("skipped")
@pytest.mark.parametrize("x", [1, pytest.param(2, marks=pytest.mark.skipif(True, reason="two"))])
def test_one_case_of_two(student, x):
    assert_equal(student.double(x), 2 * x)


@question("skipped")
def test_that_needs_what_is_not_here(student):
    pytest.importorskip("no_such_module")
    assert_equal(student.double(3), 0)


@question("skips")
def test_one(student):
    assert_equal(student.double(1), 2)


@question("skips")
def test_two(student):
    assert_equal(student.double(2), 4)


@question("provoked")
def test_that_gives_up_on_some_answers(student):
    if student.double(3) != 6:
        pytest.skip("cannot go on")


@question("provoked")
def test_another(student):
    student.double(4)


@question("expected")
@pytest.mark.xfail(reason="the reference is wrong here")
def test_that_is_expected_to_fail(student):
    assert_equal(student.double(3), 0)


@question("expected")
@pytest.mark.xfail(strict=True, reason="it was wrong")
def test_that_was_expected_to_fail(student):
    assert_equal(student.double(3), 6)


@question("expected")
def test_that_counts(student):
    assert_equal(student.double(5), 10)


@question("parts")
def test_in_parts(student, subtests):
    for n in range(5):
        with subtests.test("a number", n=n):
            assert_equal(student.double(n), 2 * n)


@question("steps")
def test_in_steps(student, subtests):
    with subtests.test():
        assert_equal(student.double(3) + 1, 7)
    with subtests.test("left out"):
        pytest.skip("no time")


@pytest.fixture
def mess():
    yield
    raise RuntimeError


@question("cleaned")
def test_with_a_mess(student, mess):
    assert_equal(student.double(3), 6)


@question("measured")
def test_that_measures(student, record_property):
    record_property("large", 10**400 if student.double(3) == 6 else 1)


@question("broken")
def test_that_breaks_for_everyone(student):
    student.double(3).nothing


@question("broken")
def test_that_works(student):
    assert_equal(student.double(3), 6)


@question("gone")
@pytest.mark.skip(reason="the only one")
def test_that_is_gone(student):
    pass
"""
CATALOGUE = '''\
from autograder.suite import instead_of
from reference import doubling as correct


def breaks(a, b):
    return a / 0


@instead_of("double", alike=breaks)
def the_square(x):
    """You square the number. Add it to itself."""
    return x * x
'''

FEATURED = {
    "grading_tests/doubling/assignment.toml": TOML + QUESTIONS,
    "grading_tests/doubling/test_double.py": SUITE,
    "grading_tests/doubling/misconceptions.py": CATALOGUE,
}
