"""A small assignment with right answers and mistakes, and what its students would answer."""

from types import ModuleType

import msgspec
import torch

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import (
    Transcript,
    catalogue,
    explain,
)
from autograder.protocol.steps import Step, Value
from autograder.protocol.wire import decode, encode
from autograder.suite import Namespace
from autograder.worker.answering import Local

ASSIGNMENT = Assignment(
    slug="a9_small",
    title="Small",
    module="small.py",
    questions=(
        Question("sums", "Sums", 2, ("total", "mean")),
        Question("nets", "Networks", 2, ("Net", "draw", "Box")),
        Question("boxes", "Boxes", 1, ("open_box",)),
    ),
)

CORRECT = """
import torch

def total(x): return x.sum()

def mean(x):
    if len(x) == 0:
        raise ValueError("x is empty; it must hold a value")
    return total(x) / len(x)

def draw(n): return torch.rand(n)

class Net(torch.nn.Module):
    def __init__(self, n):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.full((n,), 2.0))
        self.register_buffer("calls", torch.zeros(()))
    def forward(self, x):
        self.calls += 1
        return x * self.weight

class Box:
    def __init__(self, value): self.value = value
    def put(self, value): self.value = value
    def again(self): return self

def open_box(box): return box.value
"""

MISTAKES = """
import torch
from torch import nn
from autograder.suite import instead_of

@instead_of("total")
def only_the_first_value(x):
    \"\"\"All values count, not
    only the first.

    A second paragraph that nobody reads.\"\"\"
    return x[0]

@instead_of("total")
def squares_are_added(x):
    \"\"\"Values are added as they are.\"\"\"
    return (x * x).sum()

@instead_of("mean")
def one_value_too_few(x):
    \"\"\"Divide by the number of values.\"\"\"
    if len(x) == 0:
        raise ValueError("x is empty")
    return x.sum() / (len(x) - 1)

@instead_of("mean")
def no_value_has_a_mean(x):
    \"\"\"An empty x has no mean: refuse it.\"\"\"
    return x.sum() / max(1, len(x))

@instead_of("draw")
def draws_are_normal(n):
    \"\"\"Draw uniformly, not from a normal distribution.\"\"\"
    return torch.randn(n)

@instead_of("Net")
class weight_is_added(nn.Module):
    \"\"\"Multiply by the weight.\"\"\"
    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.full((n,), 2.0))
        self.register_buffer("calls", torch.zeros(()))
    def forward(self, x):
        self.calls += 1
        return x + self.weight

@instead_of("Net")
class calls_are_not_counted(nn.Module):
    \"\"\"Count each call.\"\"\"
    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.full((n,), 2.0))
        self.register_buffer("calls", torch.zeros(()))
    def forward(self, x):
        return x * self.weight

@instead_of("open_box")
def box_is_half_empty(box):
    \"\"\"Take all of it.\"\"\"
    return box.value / 2
"""


def module(source, name="misconceptions"):
    found = ModuleType(name)
    found.__file__ = f"{name}.py"
    exec(compile(source, found.__file__, "exec"), vars(found))
    return found


def crossed(value):
    header, pieces = encode(value, 1 << 20)
    return decode(header, bytearray(b"".join(pieces)))


class Wired:
    """A target behind a wire, as a worker is."""

    def __init__(self, target):
        self.target = target

    def answer(self, step):
        answer = self.target.answer(Step(**crossed(msgspec.structs.asdict(step))))
        return Value(crossed(answer.value)) if isinstance(answer, Value) else answer


def transcript(source, test, wired=True, passed=False):
    """What a student with this code answers to a test, right elsewhere."""
    target = Local(vars(module(CORRECT + source, "small")), ("small.py",))
    found = Transcript()
    test(Namespace(Wired(target) if wired else target, found.record))
    found.passed = passed
    return found


def named(known, question, source, *tests, wired=True):
    transcripts = [transcript(source, test, wired) for test in tests]
    return [found.name for found in explain(transcripts, known, question)]


def asks_total(student):
    student.total.attempt(torch.tensor([3.0, 4.0, 5.0]))


def small_catalogue():
    """The catalogue of these mistakes."""
    mistakes = module(MISTAKES)
    mistakes.correct = module(CORRECT, "small")
    return catalogue(mistakes, ASSIGNMENT)
