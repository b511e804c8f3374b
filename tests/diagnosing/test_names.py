"""A mistake is named when it gives all of the student's answers, and never else."""

import torch
from small_mistakes import asks_total, named, transcript

from autograder.diagnose import Catalogue, Misconception, Transcript, explain


def asks_total_of_one(student):
    student.total.attempt(torch.tensor([3.0]))


def asks_mean(student):
    student.mean.attempt(torch.tensor([3.0, 4.0, 5.0]))


def asks_empty_mean(student):
    student.mean.attempt(torch.tensor([]))


FIRST = "\ndef total(x): return x[0]"


# ------------------------------------------------------------------------------------- who is named


def test_a_mistake_is_named_by_its_answers(known):
    assert named(known, "sums", FIRST, asks_total) == ["only_the_first_value"]


def test_other_code_with_the_same_mistake_is_named(known):
    source = "\ndef total(x): return torch.stack([v * v for v in x]).sum()"
    assert named(known, "sums", source, asks_total) == ["squares_are_added"]


def test_a_mistake_in_another_order_of_rounding_is_named(known):
    source = "\ndef mean(x): return x.flip(0).sum() * (1 / (len(x) - 1))"
    assert named(known, "sums", source, asks_mean) == ["one_value_too_few"]


def test_an_unknown_mistake_is_met_with_silence(known):
    assert named(known, "sums", "\ndef total(x): return x.sum() + 1", asks_total) == []


def test_a_mistake_that_explains_only_some_answers_is_not_named(known):
    source = "\ndef total(x): return x[0] if len(x) > 1 else x.sum() + 1"
    assert named(known, "sums", source, asks_total) == ["only_the_first_value"]
    assert named(known, "sums", source, asks_total, asks_total_of_one) == []


def test_a_mistake_that_the_answers_cannot_tell_from_right_code_is_not_named(known):
    assert named(known, "sums", FIRST, asks_total_of_one) == []


def test_right_code_has_no_mistake(known):
    assert named(known, "sums", "", asks_total, asks_mean, asks_empty_mean) == []


def test_two_wrong_functions_of_a_question_have_two_names(known):
    source = f"{FIRST}\ndef mean(x): return x.sum() / max(1, len(x))"
    tests = asks_total, asks_mean, asks_empty_mean
    assert named(known, "sums", source, *tests) == ["only_the_first_value", "no_value_has_a_mean"]


def test_a_wrong_function_does_not_hide_the_mistake_in_another(known):
    source = f"{FIRST}\ndef mean(x): return torch.zeros(7)"
    assert named(known, "sums", source, asks_total, asks_mean) == ["only_the_first_value"]


def test_two_mistakes_that_the_answers_cannot_tell_apart_are_both_named(known):
    ask = lambda student: student.total(torch.tensor([0.5, 0.5]))  # noqa: E731
    assert named(known, "sums", FIRST, ask) == ["only_the_first_value", "squares_are_added"]


def test_a_test_that_passed_with_another_right_answer_is_passed_over(known):
    source = "\ndef total(x): return x[0] if len(x) > 1 else x.sum() + 0.1"
    transcripts = [
        transcript(source, asks_total_of_one, passed=True),
        transcript(source, asks_total),
    ]
    (found,) = explain(transcripts, known, "sums")
    assert found.name == "only_the_first_value"


def test_a_test_that_passed_with_the_references_answer_counts(known):
    source = "\ndef total(x): return x[0] if len(x) == 3 else x.sum()"
    ask = lambda student: student.total(torch.tensor([3.0, 4.0]))  # noqa: E731
    transcripts = [transcript(source, ask, passed=True), transcript(source, asks_total)]
    assert explain(transcripts, known, "sums") == []


def test_where_nothing_is_wrong_only_remarks_are_named():
    late = Misconception("late", ("total",), "Add sooner.", lambda x: x.sum() + 0.1, remark=True)
    early = Misconception("early", ("total",), "Add later.", lambda x: x.sum() + 0.1)
    known = Catalogue({"total": lambda x: x.sum()}, {"sums": (late, early)})
    source = "\ndef total(x): return x.sum() + 0.1"
    transcripts = [transcript(source, asks_total, passed=True)]
    assert explain(transcripts, known, "sums", wrong=False) == [late]


def test_a_question_without_mistakes_is_met_with_silence(known):
    assert explain([transcript(FIRST, asks_total)], known, "no_such") == []


def test_a_question_that_nothing_was_asked_of_is_met_with_silence(known):
    assert explain([], known, "sums") == []
    assert explain([Transcript([])], known, "sums") == []


def test_the_advice_is_the_first_paragraph_on_one_line(known):
    (found,) = explain([transcript(FIRST, asks_total)], known, "sums")
    assert found.advice == "All values count, not only the first."


def test_a_gradient_tells_a_mistake(known):
    source = "\ndef total(x): return x[0] + (x[1:] * 0).sum()"
    ask = lambda student: student.total.vjp(torch.tensor(1.0), torch.tensor([3.0, 4.0]))  # noqa: E731
    assert named(known, "sums", source, ask) == ["only_the_first_value"]


# ------------------------------------------------------------------------------------------- errors


def test_a_refusal_agrees_with_a_refusal_in_other_words(known):
    source = """
def mean(x):
    if not len(x):
        raise ValueError("please give me something")
    return x.sum() / (len(x) - 1)"""
    assert named(known, "sums", source, asks_mean, asks_empty_mean) == ["one_value_too_few"]


def test_a_missing_refusal_is_told_from_a_refusal(known):
    source = "\ndef mean(x): return total(x) / max(1, len(x))"
    assert named(known, "sums", source, asks_mean, asks_empty_mean) == ["no_value_has_a_mean"]


def test_another_error_is_no_refusal(known):
    source = """
def mean(x):
    if not len(x):
        raise TypeError("x is empty")
    return x.sum() / (len(x) - 1)"""
    assert named(known, "sums", source, asks_mean, asks_empty_mean) == []


def test_a_stub_is_no_mistake(known):
    source = "\ndef total(x): raise NotImplementedError"
    assert named(known, "sums", source, asks_total) == []
