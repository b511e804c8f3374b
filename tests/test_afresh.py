"""Whether edited code is right where it is asked anew; what is right on the recorded calls only is not."""

from types import ModuleType

import numpy as np
import pytest
import torch

from autograder.diagnose import Catalogue, Reference, Transcript, holds_afresh
from autograder.suite import Namespace
from autograder.worker.answering import Local

CORRECT = """
import torch

def scaled(x, by=2.0, keep=True): return x * by if keep else x * by - x
def largest(image, size=2): return image[:size].max()

class Scale(torch.nn.Module):
    def __init__(self, by):
        super().__init__()
        self.by = torch.nn.Parameter(torch.tensor(by, dtype=torch.float64))
    def forward(self, x): return x * self.by
"""
X = torch.tensor([[1.5, -2.0], [4.0, 0.25]], dtype=torch.float64)
RIGHT = {
    "the same": CORRECT,
    "another form": CORRECT.replace("x * by if", "by * x + 0.0 if"),
    "random_but_accepted": CORRECT.replace("image[:size].max()", "image[:size].max() + 0"),
}
WRONG = {
    "these values only": CORRECT.replace("x * by if", "torch.where(x == x, x * by, x) * (x.sum() == 3.75) if"),
    "this many images only": CORRECT.replace("x * by if", "x * by * (len(x) == 2) if"),
    "this default only": CORRECT.replace("x * by if", "x * 2.0 if"),
    "this flag only": CORRECT.replace("x * by - x", "x * by"),
    "raises on other sizes": CORRECT.replace("return x * by if", "return x[:, [0, 1]].reshape(2, 2) * by if"),
    "an object on these values only": CORRECT.replace("x * self.by", "x * self.by * (x.sum() == 3.75)"),
    "an array of this size only": CORRECT.replace("image[:size]", "image[:2]"),
}  # fmt: skip


def module(source):
    """A module of a source, by its names."""
    made = ModuleType("made")
    exec(source, vars(made))
    return vars(made)


def verdict(source, names=("scaled", "largest", "Scale"), ask=None):
    """What is found of code after a few calls that it passes."""
    catalogue = Catalogue(module(CORRECT), {})
    target, transcript = Local(module(source)), Transcript(passed=True)
    student = Namespace(target, transcript.record)
    student.scaled(X)
    student.largest(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]]))
    student.Scale(1.5)(X)
    return holds_afresh(names, [transcript], Reference(catalogue), ask or target.answer)


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_right_code_holds(source):
    assert verdict(source) is True


@pytest.mark.parametrize("source", WRONG.values(), ids=WRONG)
def test_what_is_right_on_the_recorded_calls_only_does_not(source):
    assert verdict(source) is False


def test_code_that_gives_no_answer_does_not_hold():
    assert verdict(CORRECT, ask=lambda step: None) is False


def test_where_nothing_can_be_asked_nothing_is_known():
    assert verdict(CORRECT, names=("other",)) is None
