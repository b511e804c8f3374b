"""A fault in the student's code is a sentence for the student; one in the reference is the course's."""

import math

import numpy as np
import pytest
import torch
from spoken_module import Answering, module

from autograder.errors import CheckFailure, CourseError
from autograder.protocol.steps import Lost, Raised, Step, Value
from autograder.protocol.wire import Ref
from autograder.suite import Namespace, NoAnswer, article, local
from autograder.worker.answering import Local


def message(call):
    with pytest.raises(NoAnswer) as caught:
        call()
    return str(caught.value)


def test_an_error_says_the_function_the_error_and_the_line(student):
    assert message(lambda: student.broken(1)) == (
        "`broken` raised AttributeError: 'int' object has no attribute 'nothing' (nets.py, line 8)"
    )


def test_an_error_in_a_method_says_the_class(student):
    net = student.Net.new(1)
    assert message(lambda: net(None)).startswith("`Net(...)` raised TypeError: ")


def test_a_stub_is_still_to_do(student):
    assert message(lambda: student.stub(1)) == "`stub` is still to do"


def test_a_missing_name_says_what_the_task_asks_for(student):
    assert message(lambda: student.max_pool2d(1)) == (
        "there is no `max_pool2d`; the task asks for it, spelled exactly so"
    )


def test_a_missing_method_says_the_class(student):
    net = student.Net.new(1)
    assert message(lambda: net.eval()) == (  # noqa: PLW0108 - a handle is called to be read
        "`Net` has no attribute `eval`; the task asks for it, spelled exactly so"
    )


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Lost("timeout", "did not return within 5 s"), "`f` did not return within 5 s"),
        (Lost("crashed", "crashed its process (SIGSEGV)"), "`f` crashed its process (SIGSEGV)"),
        (Raised("memory", "MemoryError", ""), "`f` ran out of memory"),
        (Raised("unsendable", "Unsendable", "cannot send a set"), "`f`: cannot send a set"),
        (Raised("forbidden", "Forbidden", "yours to write"), "yours to write"),
        (Raised("import", "SyntaxError", "a.py cannot be imported"), "a.py cannot be imported"),
        (
            Raised("raised", "ValueError", "no", (), "a.py", 3),
            "`f` raised ValueError: no (a.py, line 3)",
        ),
        (Raised("raised", "ValueError", "no"), "`f` raised ValueError: no"),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_no_answer_is_a_sentence_for_the_student(answer, says):
    assert message(lambda: Namespace(Answering(answer)).f(1)) == says


def test_no_answer_keeps_the_answer(student):
    with pytest.raises(NoAnswer) as caught:
        student.stub(1)
    assert caught.value.answer.kind == "todo"


def test_no_answer_is_a_failed_check(student):
    with pytest.raises(CheckFailure):
        student.stub(1)


@pytest.mark.parametrize("name", ["stub", "broken", "nothing_of_that_name"])
def test_a_fault_of_the_reference_is_the_courses(name):
    with pytest.raises(CourseError, match="the reference: "):
        getattr(local(module()), name)(1)


def test_a_mapping_may_stand_in_for_a_module():
    assert local({"f": lambda: 3}).f() == 3


@pytest.mark.parametrize(
    ("value", "called"),
    [
        (None, "None (is a `return` missing?)"),
        (torch.ones(2), "a tensor"),
        (torch.nn.Parameter(torch.ones(2)), "a tensor"),
        (np.ones(2), "a NumPy array"),
        ("a", "a string"),
        (3, "an int"),
        (3.5, "a float"),
        (True, "a bool"),
        ([], "a list"),
        ((), "a tuple"),
        ({}, "a dict"),
    ],
    ids=repr,
)
def test_a_value_is_called_by_its_type(value, called):
    assert article(value) == called


def test_an_object_is_called_by_its_class(student):
    assert article(student.Net.new(1)) == "an object of type Net"


@pytest.mark.parametrize(
    "value", [math.nan, [None], {"a": (1, "b")}, torch.zeros(0), Ref(0, "Net")], ids=repr
)
def test_whatever_a_target_sends_a_call_returns(value):
    found = Namespace(Answering(Value(value))).f()
    assert repr(found) == (repr(value) if not isinstance(value, Ref) else "<Net(...)>")


def test_a_step_holds_the_arguments_as_they_were_given():
    recorded = []
    student = Namespace(Local(vars(module())), lambda *pair: recorded.append(pair))
    student.double(2, by=5)
    assert recorded[0][0] == Step(1, "call", "double", None, (2,), {"by": 5})
