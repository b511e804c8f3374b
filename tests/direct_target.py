"""Steps for a target in this process, and what comes back."""

from types import ModuleType

from autograder.protocol.steps import Raised, Step, Value
from autograder.worker.answering import Local

FILE = "pooling.py"


def step(path, *args, verb="call", root=None, seed=1, cotangent=None, **kwargs):
    return Step(seed, verb, path, root, args, kwargs, cotangent)


def student(source, catch=Exception):
    """A target with the module that this source makes, as the student's file."""
    module = ModuleType("pooling")
    exec(compile(source, FILE, "exec"), vars(module))
    return Local(vars(module), (FILE,), catch)


def value(target, asked):
    answer = target.answer(asked)
    assert isinstance(answer, Value), answer
    return answer.value


def fault(target, asked):
    answer = target.answer(asked)
    assert isinstance(answer, Raised), answer
    return answer


COUNTER = """
class Counter:
    def __init__(self, start=0): self.count, self.parts = start, [1, 2]
    def add(self, n):
        self.count += n
        return self.count
    def twin(self): return Counter(self.count)
def total(counters): return sum(counter.count for counter in counters)
"""
