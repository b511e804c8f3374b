"""A catalogue of mistakes is read whole, or refused with what is wrong in it."""

import numpy as np
import pytest
import torch
from small_mistakes import ASSIGNMENT, CORRECT, module

from autograder.diagnose import Room, Transcript, catalogue, instead_of
from autograder.errors import AssignmentError
from autograder.protocol.steps import Step, Value


def build(source, correct=CORRECT):
    mistakes = module("from autograder.diagnose import instead_of\n" + source)
    if correct is not None:
        mistakes.correct = module(correct, "small")
    return catalogue(mistakes, ASSIGNMENT)


def refusal(source, correct=CORRECT):
    with pytest.raises(AssignmentError) as caught:
        build(source, correct)
    return str(caught.value)


def test_a_catalogue_sorts_mistakes_by_question(known):
    names = {id: [m.name for m in found] for id, found in known.by_question.items()}
    assert names == {
        "sums": [
            "only_the_first_value",
            "squares_are_added",
            "one_value_too_few",
            "no_value_has_a_mean",
        ],
        "nets": ["draws_are_normal", "weight_is_added", "calls_are_not_counted"],
        "boxes": ["box_is_half_empty"],
    }


def test_a_mistake_stands_in_for_all_its_names():
    found = build('@instead_of("total", "mean")\ndef zero(x):\n    """Not 0."""\n    return 0')
    namespace = found.namespace(found.by_question["sums"][0])
    assert (namespace["total"](5), namespace["mean"](5)) == (0, 0)
    assert namespace["Box"] is found.correct["Box"]


def test_a_class_may_hold_the_code_of_each_name():
    source = """
@instead_of("total", "mean")
class off:
    \'\'\'Not these.\'\'\'
    def total(x): return 1
    def mean(x): return 2"""
    found = build(source)
    namespace = found.namespace(found.by_question["sums"][0])
    assert (namespace["total"](5), namespace["mean"](5)) == (1, 2)


def test_helpers_without_a_mark_are_no_mistakes():
    assert build("def helper(x): return x").by_question == {}


def test_a_subclass_of_a_mistake_is_no_mistake_of_its_own():
    found = build('@instead_of("Net")\nclass A:\n    """Advice."""\nclass B(A):\n    """More."""')
    assert [m.name for m in found.by_question["nets"]] == ["A"]


def test_a_mistake_of_an_unknown_name_is_refused():
    source = '@instead_of("totals")\ndef zero(x):\n    """Not 0."""'
    assert refusal(source) == (
        "misconceptions.py: misconception 'zero' replaces ['totals'], which no question asks for"
    )


def test_a_mistake_of_no_name_is_refused():
    assert "replaces nothing" in refusal('@instead_of()\ndef zero(x):\n    """Not 0."""')


@pytest.mark.parametrize("advice", ["", '"""   """'])
def test_a_mistake_without_advice_is_refused(advice):
    assert "'zero' has no advice" in refusal(
        f'@instead_of("total")\ndef zero(x):\n    {advice}\n    return 0'
    )


def test_a_mistake_of_two_questions_is_refused():
    source = '@instead_of("total", "Box")\ndef zero(x):\n    """Not 0."""'
    assert "replaces names of two questions" in refusal(source)


def test_a_catalogue_without_right_answers_is_refused():
    assert "`correct` must be the module" in refusal("x = 1", correct=None)


def test_a_mapping_may_hold_the_right_answers():
    mistakes = module("")
    mistakes.correct = {"total": sum}
    assert catalogue(mistakes, ASSIGNMENT).correct == {"total": sum}


def test_a_marked_function_still_works():
    @instead_of("total")
    def first(x):
        return x[0]

    assert first([7, 8]) == 7


def test_a_transcript_keeps_no_more_than_there_is_room_for():
    kept = Transcript(room=Room(100))
    small, large = Value(np.zeros(10)), Value({"a": [torch.zeros(1000)], "b": b"raw"})
    for answer in (small, large):
        kept.record(Step(1, "call", "f", args=(1,)), answer)
    (_, first), (step, second) = kept.steps
    assert first is small
    assert (step.args, second.kind) == ((), "memory")
    assert kept.room.left == 20
