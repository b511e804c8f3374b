"""A call that must be refused must raise ValueError and leave its arguments alone."""

from types import ModuleType

import pytest
import torch
from failed_checks import message

from autograder.protocol.steps import Lost
from autograder.suite import (
    Namespace,
    NoAnswer,
    assert_refuses,
    assert_unchanged,
)
from autograder.worker.answering import Local

SOURCE = """
class Bad(ValueError): pass
def value(x): raise ValueError("x is 3; it must be 1")
def subclass(x): raise Bad
def type_error(x): raise TypeError("no")
def returns(x): return x
def nothing(x): pass
def todo(x): raise NotImplementedError
def net(x): return Bad()
def spoil(x): x += 1
def sort(x): x.sort()
"""


@pytest.fixture
def student():
    module = ModuleType("refusals")
    exec(compile(SOURCE, "refusals.py", "exec"), vars(module))
    return Namespace(Local(vars(module), ("refusals.py",)))


@pytest.mark.parametrize("name", ["value", "subclass"])
def test_a_value_error_is_a_refusal(student, name):
    assert_refuses(getattr(student, name), 3)


def test_another_error_is_no_refusal(student):
    found = message(assert_refuses, student.type_error, 3, because="x is not 1")
    assert found == "`type_error` must raise ValueError where x is not 1; it raised TypeError"


def test_an_answer_is_no_refusal(student):
    found = message(assert_refuses, student.returns, 3)
    assert found == "`returns` must raise ValueError for this argument; it returned an int"


def test_an_object_is_no_refusal(student):
    assert message(assert_refuses, student.net, 3).endswith("it returned an object of type Bad")


def test_a_stub_is_no_refusal_but_still_to_do(student):
    with pytest.raises(NoAnswer) as caught:
        assert_refuses(student.todo, 3)
    assert caught.value.answer.kind == "todo"


def test_a_missing_function_is_no_refusal(student):
    with pytest.raises(NoAnswer, match="there is no `absent`"):
        assert_refuses(student.absent, 3)


def test_a_lost_worker_is_no_refusal():
    class Gone:
        def answer(self, _):
            return Lost("timeout", "did not return within 5 s")

    with pytest.raises(NoAnswer, match="did not return"):
        assert_refuses(Namespace(Gone()).f, 3)


def test_a_changed_argument_fails(student):
    assert_unchanged(student.returns, torch.ones(2))
    assert message(assert_unchanged, student.spoil, torch.ones(2)) == (
        "`spoil` changed an argument in place; work on a copy or a new tensor"
    )
