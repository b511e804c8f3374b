"""Which names of a hand-in rest on which others, read in its source."""

import pytest

from autograder.diagnose import uses

SOURCE = """
from torch import nn

def size(n, k): return n - k + 1

def helper(x): return size(len(x), 2)

def pool(x): return [0] * helper(x)

def other(size): return size + 1

class Layer(nn.Module):
    def forward(self, x): return pool(x)

class Net(Layer):
    def __init__(self): self.parts = [Layer() for _ in range(3)]

def decorated(x, start=size(3, 2)): return x
"""


@pytest.mark.parametrize(
    ("name", "on"),
    [
        ("size", set()),
        ("pool", {"helper", "size"}),
        ("other", set()),
        ("Layer", {"pool", "helper", "size"}),
        ("Net", {"Layer", "pool", "helper", "size"}),
        ("decorated", {"size"}),
    ],
)
def test_a_name_rests_on_what_it_calls_and_on_what_that_calls(name, on):
    known = {"size", "helper", "pool", "other", "Layer", "Net", "decorated"}
    assert uses([SOURCE])[name] & known == on


def test_cells_are_read_together_and_one_that_cannot_be_read_says_nothing():
    pieces = ["def a(x): return b(x)", "%matplotlib inline", "def b(x): return c(x)"]
    assert uses(pieces)["a"] == {"b", "c"}


@pytest.mark.parametrize("source", ["(" * 5000, "a = " + "-" * 100_000 + "1", "x = '\0'", "def f("])
def test_source_that_no_parser_takes_says_nothing(source):
    assert uses([source]) == {}


def test_functions_that_call_each_other_rest_on_each_other():
    source = "def a(): return b()\ndef b(): return a()"
    assert uses([source]) == {"a": {"b"}, "b": {"a"}}
