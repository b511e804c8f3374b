"""Objects of a reference are made when nobody knows their answer yet, and answer as if they had been there."""

from collections import Counter
from itertools import count

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from autograder.errors import ReferenceFault
from autograder.judge.arena import Arena
from autograder.protocol.steps import Step, Value
from autograder.protocol.wire import Ref
from autograder.suite import local
from autograder.suite.reference import Reference, keep_answers
from autograder.suite.student import begin_test

CALLS: Counter[str] = Counter()


class Adder(nn.Module):
    """Its answers depend on all that it was asked, and on torch's draws and settings."""

    def __init__(self, start=0.0):
        super().__init__()
        CALLS["made"] += 1
        self.total = torch.rand(1) + start
        self.part = nn.Linear(1, 1)

    def forward(self, x):
        CALLS["forward"] += 1
        self.total = self.total + x.sum() + torch.rand(1)
        return self.total.clone()

    def take(self, other):
        other.total = other.total + self.total
        return self.total.clone()

    def twin(self):
        twin = Adder()
        twin.part = self.part
        return twin

    def fails(self):
        self.total = self.total * 2
        raise ValueError

    def learns(self):
        return self.total.requires_grad or (self.part(torch.ones(1)) * 1).requires_grad


def applied(adder, x):
    CALLS["applied"] += 1
    return adder(x)


NAMES = {"Adder": Adder, "applied": applied, "held": Adder()}


pytestmark = pytest.mark.usefixtures("kept_answers")


def conversation(reference, x=1.0):
    begin_test()
    adder = reference.Adder.new(2.0)
    return [adder(torch.full((2,), x)).item(), adder.get("total").item(), adder.type_name]


def test_what_was_asked_before_makes_no_object():
    reference = local(NAMES)
    first = conversation(reference)
    assert CALLS == {"made": 1, "forward": 1}
    assert conversation(reference) == first
    assert CALLS == {"made": 1, "forward": 1}


def test_a_new_question_makes_the_object_and_all_that_was_asked_of_it():
    reference = local(NAMES)
    conversation(reference)
    CALLS.clear()
    begin_test()
    adder = reference.Adder.new(2.0)
    first = adder(torch.full((2,), 1.0))
    assert not CALLS
    second = adder(torch.full((2,), 5.0))
    assert CALLS == {"made": 1, "forward": 2}
    assert 10 <= second - first < 11
    assert adder.get("total") == second


def test_what_a_test_changes_later_is_not_what_it_asked():
    reference = local(NAMES)
    conversation(reference)
    begin_test()
    adder, x = reference.Adder.new(2.0), torch.full((2,), 1.0)
    first = adder(x)
    x.fill_(100)
    assert 2 <= adder(torch.ones(2)) - first < 3.01


def test_what_was_left_out_runs_under_the_settings_of_its_time():
    reference = local(NAMES)

    def learns(again):
        begin_test()
        with torch.no_grad():
            adder = reference.Adder.new()
        assert torch.is_grad_enabled()
        torch.set_default_dtype(torch.float64)
        try:
            kind = adder.get("part.weight").dtype
        finally:
            torch.set_default_dtype(torch.float32)
        return kind, adder.learns(), adder(torch.ones(again)).dtype

    assert learns(1) == learns(2) == (torch.float32, True, torch.float32)


def test_objects_that_have_met_have_one_history():
    reference = local(NAMES)

    def meet(more):
        begin_test()
        one, two, three = (reference.Adder.new(float(n)) for n in (10, 20, 30))
        one.take(two.get())
        two.take(three.get())
        if more:
            one(torch.ones(1))
        return [adder.get("total").item() for adder in (three, two, one)]

    first = meet(more=False)
    assert meet(more=False) == first
    assert CALLS == {"made": 3}
    third, second, _ = meet(more=True)
    assert (third, second) == tuple(first[:2])
    assert CALLS == {"made": 6, "forward": 1}


def test_an_object_that_has_state_by_name_is_asked_each_time():
    reference = local(NAMES)
    for _ in range(2):
        begin_test()
        held, adder = reference.held.get(), reference.Adder.new()
        held.take(adder.get())
        assert adder.get("total") > held.get("total")
    assert CALLS["made"] == 2


def test_an_exception_leaves_the_object_as_it_was_left():
    reference = local(NAMES)

    def total():
        begin_test()
        adder = reference.Adder.new(1.0)
        with pytest.raises(ReferenceFault, match="ValueError"):
            adder.fails()
        return adder.get("total").item()

    assert total() == total() > 2


def test_draws_of_a_reference_are_the_same_in_every_test():
    reference, seen = local(NAMES), []
    for asked in range(3):
        seen.append(conversation(reference))
        for _ in range(asked):
            conversation(reference, x=float(asked))
    assert seen[0] == seen[1] == seen[2]


# Steps as (kind, which of the objects so far, another one of them).
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["make", "call", "apply", "take", "twin", "get", "fail"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=7,
)


def step_of(kind, number, objects, first, second):
    if kind == "make" or not objects:
        return Step(number, "call", "Adder", args=(float(first),))
    one, two = (objects[which % len(objects)] for which in (first, second))
    x = torch.full((1 + second,), 1.5)
    return {
        "call": Step(number, "call", "", one, args=(x,)),
        "apply": Step(number, "call", "applied", args=(one, x)),
        "take": Step(number, "call", "take", one, args=(two,)),
        "twin": Step(number, "call", "twin", one),
        "get": Step(number, "get", "total", one),
        "fail": Step(number, "call", "fails", one),
    }[kind]


def answers(target, script):
    objects, found = [], []
    for number, (kind, first, second) in zip(count(1), script, strict=False):
        answer = target.answer(step_of(kind, number, objects, first, second))
        if isinstance(answer, Value) and isinstance(answer.value, Ref):
            objects.append(answer.value)
            found.append(answer.value.kind)
        else:
            found.append(answer.value if isinstance(answer, Value) else answer.error)
    return found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(STEPS, min_size=2, max_size=4))
def test_whatever_is_asked_the_answers_are_those_of_objects_that_are_there(scripts):
    """Scripts that begin alike and part later meet kept answers in every state."""
    keep_answers(None)
    expected = [answers(Reference(NAMES), script) for script in scripts]
    keep_answers(Arena())
    reference = Reference(NAMES)
    for script, right in [*zip(scripts, expected, strict=True)] * 2:
        assert answers(reference, script) == right
