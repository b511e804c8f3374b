"""A module for hidden tests to speak to, a target that says one thing, and the message of no answer."""

from types import ModuleType

SOURCE = """
import random, torch

def double(x, by=2): return x * by
def draw(): return random.random()
def stub(x): raise NotImplementedError
def broken(x):
    return x.nothing
def twins(): return [Net(1), {"net": Net(2), "n": 3}]
def width_of(net): return net.width
def widths_of(nets): return [net.width for net in nets]
def spoil(x, y): y += 1

class Net:
    def __init__(self, width):
        self.width, self.calls = width, 0
        self.inner = [Inner(width * 10)]
    def __call__(self, x):
        self.calls += 1
        return x * self.width
    def wider(self): return Net(self.width + 1)

class Inner:
    def __init__(self, width): self.width = width
"""


def module():
    found = ModuleType("nets")
    exec(compile(SOURCE, "nets.py", "exec"), vars(found))
    return found


class Answering:
    """A target that says one thing, as a worker that was lost would."""

    def __init__(self, answer):
        self.said = answer

    def answer(self, _):
        return self.said
