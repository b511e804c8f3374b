"""What else pytest can do in a hidden suite: each has one meaning, and none voids a verdict."""

from typing import Any

import pytest
from featured_suite import FEATURED

from autograder.course.assignment import load
from autograder.grading.host import Warm
from autograder.protocol.jobs import Job, Subject

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def judge(tmp_path_factory, make_course):
    course = make_course(tmp_path_factory.mktemp("course"), FEATURED)
    with Warm(course) as warm:
        yield warm.judge("doubling", load(course / "grading_tests/doubling").limits)


@pytest.fixture(scope="module")
def graded(judge):
    """Reports by what `double(x)` returns."""
    reports: dict[str, Any] = {}

    def report(returned: str):
        if returned not in reports:
            source = f"def double(x):\n    return {returned}\n".encode()
            reports[returned] = judge.grade(Job(Subject({"doubling.py": source}, "doubling.py")))
        return reports[returned]

    return report


def question(report, id):
    return next(question for question in report.questions if question.id == id)


def outcomes(report, id):
    return {test.name: test.outcome for test in question(report, id).tests}


def message(report, id):
    return next(test.message for test in question(report, id).tests if test.message)


def told(report, word):
    """What the course is told of a test."""
    return [line for line in (*report.faults, *report.left_out) if word in line]


# ------------------------------------------------------------------------------ whose fault it is


def test_a_test_that_breaks_on_an_odd_answer_has_failed(graded):
    report = graded("'six'")
    assert outcomes(report, "odd") == {"a_sum": "failed", "by_the_number": "failed"}
    said = "this test cannot compute with what came back (TypeError); the last answer, from `double`, is a string"
    assert message(report, "odd") == said
    (line,) = told(report, "a_sum")
    assert line.startswith("odd: a_sum: the course's own test broke (TypeError at test_double.py:")


@pytest.mark.parametrize("id", ["asserted", "failing"])
def test_an_assert_and_a_fail_count_as_a_check_does(graded, id):
    assert question(graded("2 * x"), id).score == 4
    report = graded("x")
    assert set(outcomes(report, id).values()) == {"failed"}
    assert message(report, id).startswith("what came back is not what this test expects")


def test_a_test_that_breaks_on_the_reference_counts_for_nobody(graded):
    for returned, score in (("2 * x", 4), ("x", 0)):
        report = graded(returned)
        assert outcomes(report, "broken").keys() == {"that_works"}
        assert question(report, "broken").score == score
        (line,) = told(report, "that_breaks_for_everyone")
        assert "the course's own test broke (AttributeError at test_double.py:" in line
        assert line.endswith("on the reference, too; it does not count")


def test_a_comparison_that_breaks_costs_the_advice_only(graded):
    report = graded("x * x")
    advice = question(report, "double").advice
    assert [each.misconception for each in advice] == ["operator_is_wrong"]  # what an edit shows
    assert outcomes(report, "double") == {"three_is_doubled": "failed"}
    (line,) = told(report, "the_square")
    assert line == (
        "double: misconception the_square cannot be compared with some answers (ZeroDivisionError)"
    )


# ------------------------------------------------------------------------------ what leaves the count


def test_skipped_tests_leave_the_count_and_are_told(graded):
    for returned, score in (("2 * x", 4), ("x", 0)):
        report = graded(returned)
        assert outcomes(report, "skipped").keys() == {"one_case_of_two[1]"}
        assert question(report, "skipped").score == score
        assert told(report, "that_is_skipped") == [
            "skipped: that_is_skipped: is left out: not this year"
        ]
        assert len(told(report, "skipped: ")) == 3


def test_no_answer_makes_a_test_leave_the_count(graded):
    assert question(graded("2 * x"), "provoked").score == 4
    report = graded("x")
    assert outcomes(report, "provoked") == {
        "that_gives_up_on_some_answers": "failed",
        "another": "passed",
    }


def test_a_test_that_is_expected_to_fail_leaves_the_count_either_way(graded):
    for returned, score in (("2 * x", 4), ("x", 0), ("0", 0)):
        report = graded(returned)
        assert outcomes(report, "expected").keys() == {"that_counts"}
        assert question(report, "expected").score == score
        assert told(report, "expected: ") == [
            "expected: that_is_expected_to_fail: is left out: the reference is wrong here",
            "expected: that_was_expected_to_fail: is left out: it was wrong",
        ]


def test_a_question_without_a_test_that_counts_is_not_judged_and_the_others_are(graded):
    report = graded("2 * x")
    assert report.problem.startswith("gone: every_test: all its tests are left out")
    assert outcomes(report, "gone") == {"every_test": "error"}
    assert question(report, "double").score == 4


# --------------------------------------------------------------------------------------- subtests


def test_subtests_are_one_test_that_tells_the_first_failure(graded):
    assert question(graded("2 * x"), "parts").score == 4
    report = graded("x")
    assert outcomes(report, "parts") == {"in_parts": "failed"}
    said = "4 of 5 subtests failed; the first, a number, n=1: the answer is 1, expected 2"
    assert message(report, "parts") == said


def test_a_subtest_that_breaks_on_an_odd_answer_has_failed(graded):
    report = graded("'six'")
    assert outcomes(report, "steps") == {"in_steps": "failed"}
    said = message(report, "steps")
    assert said.startswith("1 of 1 subtests failed; the first, number 1: this test cannot compute")


# ------------------------------------------------------------------------------------------- rest


def test_what_cleans_up_and_breaks_costs_nothing_and_is_told(graded):
    for returned, score in (("2 * x", 4), ("x", 0)):
        report = graded(returned)
        assert question(report, "cleaned").score == score
        (line,) = told(report, "cleaned: ")
        assert line == "cleaned: with_a_mess: what cleans up after the test broke (RuntimeError)"


def test_a_measure_that_no_float_holds_is_left_out(graded):
    assert question(graded("2 * x"), "measured").measures == {}
    assert question(graded("x"), "measured").measures == {"large": 1.0}
