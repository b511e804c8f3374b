"""Nonsense never holds a right answer: no check takes it for one, whatever the right answer is."""

import numpy as np
import pytest
import torch

from autograder.diagnose import agree
from autograder.grading.selftest import ODD
from autograder.judge.nonsense import ODD_ANSWERS, OddTarget
from autograder.protocol.steps import Raised, Step, Value
from autograder.protocol.wire import Ref
from autograder.suite import CheckFailure, assert_close, assert_equal, number
from autograder.worker.answering import Local

NAN, INFINITY = float("nan"), float("inf")
RIGHT = [
    torch.ones(3, 1), torch.ones(1, 3), torch.ones(1, 1), torch.ones(1), torch.tensor(1.0),
    torch.empty(0, 3), torch.empty(0), torch.empty(0, 1), torch.zeros(2, 3), torch.tensor(NAN),
    torch.tensor(NAN, dtype=torch.float64), torch.full((2, 2), NAN), torch.full((2, 2), 300.0),
    torch.full((2,), INFINITY, dtype=torch.float64), torch.full((2,), -1e3), torch.tensor([7007]),
    torch.tensor([True]), torch.full((2,), 1 + 1j), torch.full((2,), 300.0, dtype=torch.bfloat16),
    np.ones((3, 1)), np.ones((1, 1)), np.zeros(2), np.float64(1.0), np.float64(NAN), np.array(7007),
    np.full((2,), INFINITY), 1.0, 0.0, -1.0, NAN, INFINITY, 1e308, 5, -1, 7007, True, None, "",
    "no answer", "no number", b"\xff\x00", (), [], [1], [None], [[1.0]], [NAN], [INFINITY], {"a": 1.0},
    (1.0, torch.ones(2)), (torch.tensor(NAN),), {"a": torch.ones(1, 1)}, {"value": 1.0}, ["no number"],
]  # fmt: skip


def odd_answer(kind, right):
    target = OddTarget(kind, Local({"f": lambda: right}))
    answer = target.answer(Step(0, "call", "f", None, (), {}, None))
    assert isinstance(answer, Value)
    return answer.value


def checks(odd, right):
    yield lambda: assert_close(odd, right)
    yield lambda: assert_equal(odd, right)
    yield lambda: assert_close(number(odd), number(right))


def is_refused(check):
    try:
        check()
    except CheckFailure:
        return True
    return False


@pytest.mark.parametrize("kind", ODD_ANSWERS)
def test_no_check_takes_nonsense_for_the_right_answer(kind):
    pairs = [(odd_answer(kind, right), right) for right in RIGHT]
    assert [pair for pair in pairs if not all(map(is_refused, checks(*pair)))] == []


def test_the_checks_take_right_answers():
    for right in RIGHT:
        assert_close(right, right)


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("make", [torch.ones, np.ones])
def test_a_column_is_not_reshaped_into_itself(make, n):
    assert is_refused(lambda: assert_close(odd_answer("other_shape", make((n, 1))), make((n, 1))))


@pytest.mark.parametrize("kind", ODD_ANSWERS)
def test_no_nonsense_agrees_with_an_object(kind):
    target = OddTarget(kind, Local({"f": lambda: [object()]}))
    reference = Local({"f": lambda: [object()]})
    step = Step(0, "call", "f", None, (), {}, None)
    assert not agree(target.answer(step), reference.answer(step))


def test_where_the_reference_raises_nonsense_is_an_answer_still():
    def refuses():
        raise ValueError

    step = Step(0, "call", "f", None, (), {}, None)
    assert isinstance(Local({"f": refuses}).answer(step), Raised)
    assert OddTarget("none", Local({"f": refuses})).answer(step) == Value(None)


def test_every_kind_is_asked_for():
    assert set(ODD) == set(ODD_ANSWERS)
    assert isinstance(ODD_ANSWERS["an_object"](1), Ref)
