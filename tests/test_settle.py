"""Whose fault a doubtful test is: decided by how the reference ends the same test."""

import pytest

from autograder.grading.settle import settled
from autograder.protocol.jobs import Doubt, Report
from autograder.results import QuestionResult, TestResult


def report(*outcomes, doubts=(), problem=""):
    tests = tuple(TestResult(f"t{i}", outcome, outcome) for i, outcome in enumerate(outcomes))
    question = QuestionResult("max", "Max", 0.0, 4.0, (), tests)
    return Report((question,), doubts=doubts, problem=problem)


def never_asked(question):
    raise AssertionError(f"the reference is asked for {question} without a doubt")


def broke(index, left_out=False):
    return Doubt("max", index, "cannot compute", left_out)


def shown(report):
    return [(test.name, test.outcome) for test in report.questions[0].tests]


def test_a_report_without_doubts_stays_as_it_is():
    plain = report("passed", "failed", "error", problem="max: t2: error")
    assert settled(plain, never_asked) is plain


def test_where_the_reference_passes_the_answer_is_at_fault():
    found = settled(report("passed", "error", doubts=(broke(1),)), lambda id: ("passed", "passed"))
    assert shown(found) == [("t0", "passed"), ("t1", "failed")]
    assert found.questions[0].tests[1].message == "cannot compute"
    assert (found.questions[0].score, found.problem) == (2.0, "")
    assert found.faults == ("max: t1: error on some answers; let a check refuse them",)
    assert found.doubts == ()


@pytest.mark.parametrize("left_out", [False, True])
def test_where_the_reference_ends_alike_the_test_counts_for_nobody(left_out):
    doubts = (broke(1, left_out),)
    found = settled(report("passed", "error", doubts=doubts), lambda id: ("passed", "error"))
    assert shown(found) == [("t0", "passed")]
    assert (found.questions[0].score, found.problem) == (4.0, "")
    assert (len(found.left_out), len(found.faults)) == (int(left_out), int(not left_out))


@pytest.mark.parametrize("right", [(), ("passed",), ("passed", "failed"), ("passed", "todo")])
def test_where_the_reference_tells_nothing_the_question_is_not_judged(right):
    found = settled(report("passed", "error", doubts=(broke(1),)), lambda id: right)
    assert shown(found) == [("t0", "passed"), ("t1", "error")]
    assert found.problem == "max: t1: error"


def test_where_no_test_is_left_the_question_is_not_judged():
    found = settled(report("error", doubts=(broke(0),)), lambda id: ("error",))
    assert shown(found) == [("every_test", "error")]
    assert found.problem.startswith("max: every_test: all its tests are left out")


def test_another_problem_stays_the_reason():
    doubtful = report("error", doubts=(broke(0),), problem="the disk is full")
    assert settled(doubtful, lambda id: ("passed",)).problem == "the disk is full"
