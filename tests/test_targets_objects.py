"""Objects stay in the target; references and plain data come back."""

from collections import OrderedDict, namedtuple

import numpy as np
import pytest
import torch
from direct_target import COUNTER, fault, step, student, value

from autograder.protocol.steps import Value
from autograder.protocol.wire import Ref
from autograder.worker.answering import Local


def test_an_object_stays_and_a_reference_comes_back():
    made = value(student(COUNTER), step("Counter", 3))
    assert made == Ref(0, "Counter")


def test_a_reference_is_called_and_read():
    target = student(COUNTER)
    made = value(target, step("Counter", 3))
    assert value(target, step("add", 4, root=made)) == 7
    assert value(target, step("count", verb="get", root=made)) == 7
    assert value(target, step("parts.1", verb="get", root=made)) == 2


def test_an_object_itself_is_called_by_an_empty_path():
    target = Local({"make": torch.nn.ReLU})
    made = value(target, step("make"))
    assert value(target, step("", torch.tensor([-1.0, 1.0]), root=made)).tolist() == [0, 1]


def test_two_objects_have_two_references():
    target = student(COUNTER)
    first, second = value(target, step("Counter", 1)), value(target, step("Counter", 2))
    assert value(target, step("count", verb="get", root=first)) == 1
    assert value(target, step("count", verb="get", root=second)) == 2


def test_references_inside_arguments_become_the_objects():
    target = student(COUNTER)
    made = [value(target, step("Counter", n)) for n in (5, 6)]
    assert value(target, step("total", made)) == 11


def test_objects_inside_answers_become_references():
    target = Local({"f": lambda: {"net": torch.nn.ReLU(), "all": [1, (len, "a")]}})
    found = value(target, step("f"))
    assert found == {"net": Ref(0, "ReLU"), "all": [1, (Ref(1, "builtin_function_or_method"), "a")]}


def test_an_object_is_kept_alive():
    target = student(COUNTER)
    made = value(target, step("twin", root=value(target, step("Counter", 8))))
    assert value(target, step("count", verb="get", root=made)) == 8


def test_a_reference_to_nothing_is_a_fault():
    target = student(COUNTER)
    value(target, step("Counter", 1))
    assert fault(target, step("count", verb="get", root=Ref(5))).error == "IndexError"


@pytest.mark.parametrize(
    ("made", "answered"),
    [
        pytest.param(torch.Size([2, 3]), (2, 3), id="size"),
        pytest.param(namedtuple("Pair", "a b")(1, 2), (1, 2), id="named tuple"),
        pytest.param(OrderedDict(a=1), {"a": 1}, id="ordered dict"),
        pytest.param({(1, 2): 3}, Ref(0, "dict"), id="odd keys"),
        pytest.param({1, 2}, Ref(0, "set"), id="set"),
        pytest.param(torch.float32, Ref(0, "dtype"), id="dtype"),
    ],
)
def test_an_answer_is_plain_data_or_a_reference(made, answered):
    assert repr(value(Local({"f": lambda: made}), step("f"))) == repr(answered)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(torch.ones(2).to_sparse(), id="sparse"),
        pytest.param(np.array(["a"]), id="text array"),
        pytest.param(2**70, id="huge integer"),
        pytest.param("\ud800", id="half a character"),
        pytest.param([0] * 30_000, id="too many parts"),
    ],
)
def test_an_answer_that_cannot_cross_is_unsendable(made):
    found = fault(Local({"f": lambda: made}), step("f"))
    assert found.kind == "unsendable"
    assert found.message.startswith(("cannot send", "the value is"))


def test_a_tensor_that_lies_about_itself_is_unsendable():
    class Liar(torch.Tensor):
        @property
        def shape(self):
            raise RuntimeError

    found = fault(Local({"f": lambda: torch.ones(2).as_subclass(Liar)}), step("f"))
    assert (found.kind, found.message) == (
        "unsendable",
        "the answer cannot be read (RuntimeError)",
    )


def test_an_answer_that_holds_itself_is_answered():
    made = [1]
    made.append(made)
    assert isinstance(Local({"f": lambda: made}).answer(step("f")), Value)
