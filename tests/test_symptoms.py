"""What is said where no mistake is known: a sentence that is true of all wrong answers."""

import pytest
import torch

from autograder.diagnose import Pair, symptom
from autograder.protocol.steps import Raised, Step, Value


def pool(x, kernel_size, stride=None, padding=0):
    """The signature is what matters here."""


SQUARE = torch.arange(1.0, 33.0).reshape(2, 1, 4, 4)
WIDE = torch.arange(1.0, 25.0).reshape(1, 1, 4, 6)


def pair(got, right, *args, verb="call", **kwargs):
    step = Step(1, verb, "pool", args=args or (SQUARE, 2), kwargs=kwargs)
    return Pair(step, Value(got), Value(right))


def first_only(x):
    result = torch.zeros_like(x)
    result[:1] = x[:1]
    return result


def spoiled(*place):
    def spoil(x):
        result = x.clone()
        result[place] += 1.5
        return result * 1.0

    return spoil


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda x: x.double(), "The values are right, but their dtype is not: torch.float64 instead of torch.float32."),
        (lambda x: x.reshape(-1), "The values are right, but the shape is not."),
        (torch.zeros_like, "All wrong answers hold nothing but zeros."),
        (lambda x: x * float("nan"), "All wrong answers hold NaN."),
        (lambda x: x.transpose(2, 3), "Rows and columns of the wrong answers are swapped."),
        (lambda x: -x, "The wrong answers have the wrong sign, and are right without it."),
        (lambda x: x[..., :-1], "The wrong answers lack rows or columns at the end; what they hold is right."),
        (lambda x: torch.nn.functional.pad(x, (0, 1)), "The wrong answers have rows or columns too many at the end; the others are right."),
        (first_only, "Only the first image of a batch is right."),
        (spoiled(..., -1, slice(None)), "All is right but the last row."),
        (spoiled(..., -1), "All is right but the last column."),
        (lambda x: x.flip(-1), "The right values stand in another order."),
        (lambda x: x * 4, "Every wrong answer is 4 times the right one."),
        (lambda x: x + 0.5, "Each wrong value is the right one +0.5."),
        (lambda x: x * x + 1, ""),
        (spoiled(0, 0, -1, 2), ""),  # one wrong value may lie in the last row by chance
    ],
)  # fmt: skip
def test_what_all_wrong_answers_have_in_common_is_said(wrong, sentence):
    assert symptom([pair(wrong(SQUARE), SQUARE)], pool) == sentence


def test_the_factor_of_each_answer_is_told():
    pairs = [pair(SQUARE * 4, SQUARE), pair(SQUARE * 9, SQUARE, SQUARE, 3)]
    assert (
        symptom(pairs, pool)
        == "In each test, the wrong answer is the right one times a number: 4, 9."
    )


def test_what_is_true_of_some_wrong_answers_only_is_not_said():
    pairs = [pair(SQUARE * 4, SQUARE), pair(SQUARE * SQUARE, SQUARE)]
    assert symptom(pairs, pool) == ""


def test_right_answers_say_nothing():
    assert symptom([pair(SQUARE, SQUARE)] * 3, pool) == ""
    assert symptom([], pool) == ""


NOISE = torch.rand(2, 1, 4, 4, generator=torch.Generator().manual_seed(0))


def wrong(*args, **kwargs):
    return pair(SQUARE * SQUARE + NOISE, SQUARE, *args, **kwargs)


def right(*args, **kwargs):
    return pair(SQUARE, SQUARE, *args, **kwargs)


SAID = "Your answers are right for every call {}, and wrong for all others."


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (
            [right(SQUARE, 2), right(SQUARE, 3, 3), wrong(SQUARE, 3, 2), wrong(SQUARE, 2, 1)],
            "where stride equals kernel_size or is left out",
        ),
        (
            [right(SQUARE, 2), right(SQUARE, 3), wrong(SQUARE, 2, padding=1), wrong(SQUARE, 3, padding=2)],
            "where padding is 0",
        ),
        ([right(SQUARE, 2), right(SQUARE, 3), wrong(WIDE, 2), wrong(WIDE, 3)], "of square images"),
        (
            [right(SQUARE, 2), right(SQUARE, 3), wrong(SQUARE, (2, 3)), wrong(SQUARE, (3, 2))],
            "where kernel_size is one number and no pair",
        ),
        ([right(WIDE, 2), right(WIDE, 3), wrong(SQUARE, 2), wrong(SQUARE, 3)], "where x holds one image"),
    ],
)  # fmt: skip
def test_for_which_arguments_answers_are_right_is_said(pairs, words):
    assert symptom(pairs, pool) == SAID.format(words)


def test_one_call_alone_tells_nothing_of_arguments():
    assert symptom([right(SQUARE, 2), wrong(SQUARE, 2, padding=1)], pool) == ""


def test_calls_that_no_condition_separates_say_nothing_of_arguments():
    pairs = [right(SQUARE, 2), right(SQUARE, 3), wrong(SQUARE, 2), wrong(SQUARE, 3)]
    assert symptom(pairs, pool) == ""


def test_a_wrong_gradient_of_right_outputs_is_told():
    def answer(grad):
        return {"output": SQUARE, "args": [grad], "kwargs": {}, "parameters": {}}

    pairs = [pair(answer(SQUARE * 2), answer(SQUARE), verb="vjp")]
    assert symptom(pairs, pool) == (
        "All outputs are right; what is wrong is the gradient. "
        "Every wrong answer is 2 times the right one."
    )


def test_errors_have_nothing_in_common_that_a_message_does_not_say():
    raised = Raised("raised", "TypeError", "no", ("TypeError",))
    step = Step(1, "call", "pool", args=(SQUARE, 2))
    assert symptom([Pair(step, raised, Value(SQUARE))], pool) == ""


def test_numbers_too_large_for_a_float_are_no_numbers_to_compare():
    pairs = [pair(10**400, 4, verb="call")]
    assert symptom(pairs, pool) == ""
