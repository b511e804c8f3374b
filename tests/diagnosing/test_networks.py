"""Mistakes in networks, objects and random draws are named, with their state rebuilt."""

import pytest
import torch
from small_mistakes import named, transcript

from autograder.diagnose import Catalogue, Misconception, explain

ADDED = """
class Net(Net):
    def forward(self, x):
        self.calls += 1
        return self.weight + x
"""
UNCOUNTED = """
class Net(Net):
    def forward(self, x): return x * self.weight
"""


def asks_net(student):
    net = student.Net.new(2)
    net(torch.tensor([3.0, 4.0]))


def asks_calls(student):
    net = student.Net.new(2)
    net.get("calls")
    net(torch.ones(2)), net.eval(), net(torch.ones(2))
    net.get("calls")


@pytest.mark.parametrize("wired", [True, False], ids=["worker", "in this process"])
def test_a_mistake_in_a_network_is_named(known, wired):
    assert named(known, "nets", ADDED, asks_net, asks_calls, wired=wired) == ["weight_is_added"]


@pytest.mark.parametrize("wired", [True, False], ids=["worker", "in this process"])
def test_a_mistake_in_a_networks_state_is_named(known, wired):
    tests = asks_net, asks_calls
    assert named(known, "nets", UNCOUNTED, *tests, wired=wired) == ["calls_are_not_counted"]


def test_a_right_network_has_no_mistake(known):
    assert named(known, "nets", "", asks_net, asks_calls) == []


def test_a_mistake_is_told_by_the_gradients_of_parameters(known):
    ask = lambda student: student.Net.new(2).vjp(torch.ones(2), torch.ones(2) * 3)  # noqa: E731
    assert named(known, "nets", ADDED.replace("self.weight + x", "self.weight + x * 1"), ask) == [
        "weight_is_added"
    ]


def test_two_networks_of_one_test_are_kept_apart(known):
    def ask(student):
        small, large = student.Net.new(2), student.Net.new(3)
        large(torch.ones(3)), small(torch.ones(2)), large.get("calls"), small.get("calls")

    assert named(known, "nets", ADDED, ask) == ["weight_is_added"]


HALF = "\ndef open_box(box): return box.value * 0.5"


def test_an_object_that_a_wrong_function_gets_is_rebuilt(known):
    ask = lambda student: student.open_box(student.Box.new(8).again())  # noqa: E731
    assert named(known, "boxes", HALF, ask) == ["box_is_half_empty"]


def test_an_object_is_rebuilt_with_all_that_was_done_to_it(known):
    def ask(student):
        box = student.Box.new(8)
        box.put(6)
        student.open_box(box)

    assert named(known, "boxes", HALF, ask) == ["box_is_half_empty"]


def test_random_answers_are_compared_with_the_same_seed(known):
    def ask(student):
        student.total(torch.ones(1)), student.draw(3), student.draw(4)

    source = "\ndef draw(n): return torch.empty(n).normal_()"
    assert named(known, "nets", source, ask) == ["draws_are_normal"]


def test_random_answers_of_another_kind_are_met_with_silence(known):
    source = "\ndef draw(n): return torch.rand(n) * 2"
    assert named(known, "nets", source, lambda student: student.draw(3)) == []


def test_an_input_that_is_not_contiguous_does_not_hide_a_mistake():
    def flattened(x):
        return x.view(-1) * 2  # needs a contiguous tensor, which a wire always brings

    mistake = Misconception("flattened", ("total",), "Keep the rows.", flattened)
    known = Catalogue({"total": lambda x: x.reshape(-1)}, {"sums": (mistake,)})
    ask = lambda student: student.total.attempt(torch.arange(6.0).reshape(2, 3).t())  # noqa: E731
    source = "\ndef total(x): return x.view(-1) * 2"
    assert explain([transcript(source, ask)], known, "sums") == [mistake]
