"""Several misconceptions at once: each by the tests that it acts on, none against a test."""

import sys
from types import ModuleType

import pytest
import torch

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import (
    Budget,
    Reference,
    Transcript,
    agree,
    catalogue,
    explain_several,
    speaking_names,
    wrong_names,
)
from autograder.suite import Namespace
from autograder.worker.answering import Local

ASSIGNMENT = Assignment("a9", "Small", "small.py", (Question("lines", "Lines", 2, ("line",)),))
CORRECT = """
def line(x, slope=2.0, start=0.0):
    if slope == 0:
        raise ValueError("slope is 0")
    return slope * x + start
"""
MISTAKES = '''
from autograder.suite import instead_of
import small as correct

@instead_of("line")
def start_is_ignored(x, slope=2.0, start=0.0):
    """Add the start."""
    return correct.line(x, slope)

@instead_of("line")
def slope_is_always_two(x, slope=2.0, start=0.0):
    """Use the slope."""
    return correct.line(x, start=start)

@instead_of("line")
def start_counts_twice(x, slope=2.0, start=0.0):
    """Add the start once."""
    return correct.line(x, slope, 2 * start)

@instead_of("line")
def negative_values_are_cut_off(x, slope=2.0, start=0.0):
    """Keep negative values."""
    return correct.line(x, slope, start).clamp(min=0)
'''
X = torch.tensor([1.0, -2.0, 3.5, 0.25])
POSITIVE = X.abs()
SLOPE, START, BOTH, PLAIN = {"slope": 3.0}, {"start": 1.5}, {"slope": 3.0, "start": 1.5}, {}


@pytest.fixture
def known(monkeypatch):
    def module(name, source):
        found = ModuleType(name)
        found.__file__ = f"{name}.py"
        monkeypatch.setitem(sys.modules, name, found)
        exec(source, vars(found))
        return found

    module("small", CORRECT)
    return catalogue(module("misconceptions", MISTAKES), ASSIGNMENT)


def named(known, source, *calls, x=POSITIVE):
    """Who is named for a student's `line`, with how many of the failed tests; each call is a test."""
    scope = {}
    exec(CORRECT + source, scope)
    transcripts = []
    for call in calls:
        kept = Transcript()
        got = Namespace(Local(scope), kept.record).line.attempt(x, **call)
        right = Namespace(Local(known.correct)).line.attempt(x, **call)
        kept.passed = agree(got, right)
        transcripts.append(kept)
    mistakes = known.by_question["lines"]
    shares = explain_several(transcripts, mistakes, Reference(known), Budget(10))
    return {share.mistake.name: (share.explained, share.failed) for share in shares}


def student(body):
    return f"\ndef line(x, slope=2.0, start=0.0): return {body}"


def test_two_misconceptions_that_act_on_tests_of_their_own_are_both_named(known):
    found = named(known, student("2 * x"), PLAIN, SLOPE, START)
    assert found == {"start_is_ignored": (2, 2), "slope_is_always_two": (2, 2)}


def test_where_both_act_on_one_test_their_composition_must_give_its_answers(known):
    found = named(known, student("2 * x + 2 * start"), SLOPE, START, BOTH)
    assert set(found) == {"slope_is_always_two", "start_counts_twice"}
    other = student("2 * x + 2 * start - (slope == 3) * (start > 0)")
    assert named(known, other, SLOPE, START, BOTH) == {}


def test_a_misconception_beside_an_unknown_mistake_tells_how_much_it_explains(known):
    found = named(known, student("slope * x + (slope == 3)"), START, SLOPE, PLAIN)
    assert found == {"start_is_ignored": (1, 2)}


def test_a_misconception_that_a_passed_test_contradicts_is_never_named(known):
    source = student("slope * x + (0 if start == 1.5 else start) + (slope == 3)")
    tests = START, SLOPE, {"start": 2.0}
    assert named(known, source, *tests) == {}


def test_two_that_contradict_each_other_are_never_named_together(known):
    source = student("slope * x + (0 if start == 1.5 else 2 * start)")
    assert named(known, source, START, {"start": 2.0}, PLAIN) == {}


def test_two_that_explain_the_same_tests_are_met_with_silence(known):
    assert named(known, student("slope * x + 0 * start + (slope == 3)"), SLOPE) == {}


def test_answers_without_information_name_nobody(known):
    source = student("0 * x")  # what is cut off is 0, too: that is no evidence
    assert named(known, source, {"slope": -3.0}, PLAIN, SLOPE) == {}


def test_an_error_is_no_evidence(known):
    source = "\ndef line(x, slope=2.0, start=0.0): raise ValueError"
    assert named(known, source, {"slope": 0.0}, PLAIN, START) == {}


def test_without_processor_time_nobody_is_named(known):
    scope = {}
    exec(CORRECT + student("2 * x"), scope)
    kept = Transcript()
    Namespace(Local(scope), kept.record).line(X, **BOTH)
    mistakes = known.by_question["lines"]
    assert explain_several([kept], mistakes, Reference(known), Budget(-1)) == []


def test_a_test_of_several_right_answers_may_still_refute(known):
    """The test accepts the student's answer, the reference's, and not the misconception's."""
    scope = {}
    exec(CORRECT + student("slope * x + (1 if start == 2 else 0)"), scope)
    failed, passed = Transcript(), Transcript(passed=True)
    Namespace(Local(scope), failed.record).line(X, **START)
    Namespace(Local(scope), passed.record).line(X, start=2.0)
    mistakes = [m for m in known.by_question["lines"] if m.name == "start_is_ignored"]

    def shares(accepts):
        return explain_several([failed, passed], mistakes, Reference(known), Budget(10), accepts)

    assert [share.mistake.name for share in shares(lambda transcript, wrong: True)] == [
        "start_is_ignored"
    ]
    assert shares(lambda transcript, wrong: False) == []


def to_do(x, slope=2.0, start=0.0):
    raise NotImplementedError


def breaks(x, **options):
    return x[len(options), 0]


@pytest.mark.parametrize(
    ("students", "speaks"),
    [
        ({}, False),
        ({"line": to_do}, False),
        ({"line": breaks}, True),
        ({"line": lambda x, **_: None}, True),
        ({"line": lambda x, **_: 2 * x}, True),
    ],
    ids=["missing", "to_do", "breaks", "returns_nothing", "wrong"],
)
def test_only_what_code_answers_by_itself_is_explained(known, students, speaks):
    kept = Transcript()
    Namespace(Local(students), kept.record).line.attempt(X, start=1.5)
    reference = Reference(known)
    assert wrong_names([kept], ["line"], reference) == ["line"]
    assert speaking_names([kept], ["line"], reference) == (["line"] if speaks else [])
