"""Random draws of a step depend on its seed alone."""

import random

import numpy as np
import torch
from direct_target import step, student, value

from autograder.protocol.wire import Seeded
from autograder.worker.answering import Local, seed_everything

DRAW = """
import random, numpy as np, torch
def draw(): return [random.random(), float(np.random.rand()), float(torch.rand(()))]
"""


def test_a_seed_repeats_every_draw():
    target = student(DRAW)
    assert value(target, step("draw", seed=7)) == value(target, step("draw", seed=7))


def test_another_seed_gives_other_draws():
    first, second = (value(student(DRAW), step("draw", seed=seed)) for seed in (7, 8))
    assert not set(first) & set(second)


def test_a_draw_of_the_test_does_not_shift_the_students():
    target = student(DRAW)
    first = value(target, step("draw", seed=7))
    random.random(), np.random.rand(), torch.rand(3)  # noqa: NPY002 - the global generator is the point
    assert value(target, step("draw", seed=7)) == first


def test_a_seeded_argument_arrives_as_a_generator():
    target = Local({"f": lambda generator: float(torch.rand((), generator=generator))})
    expected = float(torch.rand((), generator=torch.Generator().manual_seed(5)))
    assert value(target, step("f", Seeded(5))) == expected
    assert value(target, step("f", generator=Seeded(5), seed=2)) == expected


def test_a_seed_over_32_bits_is_a_seed():
    seed_everything(2**40 + 1)
    assert 0 <= random.random() < 1
