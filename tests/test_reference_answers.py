"""What a reference has answered once is kept for all forks of a judge, and never for another question."""

import os
import time
from collections import Counter

import pytest
import torch
from torch import nn

from autograder.errors import ReferenceFault
from autograder.judge import arena
from autograder.judge.arena import Arena
from autograder.protocol.steps import Step
from autograder.suite import local
from autograder.suite.reference import Reference, keep_answers
from autograder.worker.answering import Direct

LONG = 0.001  # seconds: worth keeping
CALLS: Counter[str] = Counter()


def double(x):
    CALLS["double"] += 1
    time.sleep(LONG)
    return 2 * x


def noise(x):
    CALLS["noise"] += 1
    time.sleep(LONG)
    return x + torch.randn(x.shape)


def applied(make, x):
    CALLS["applied"] += 1
    time.sleep(LONG)
    return make()(x)


def broken(x):
    CALLS["broken"] += 1
    raise ValueError(x)


class Scale(nn.Module):
    def __init__(self, factor=3.0):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        CALLS["forward"] += 1
        time.sleep(LONG)
        self.factor += 1
        return self.factor * x


class Shift(Scale):
    def forward(self, x):
        return x + self.factor


HELD = Scale()
NAMES = {
    "double": double, "noise": noise, "applied": applied, "broken": broken, "Scale": Scale,
    "Shift": Shift, "held": HELD,
}  # fmt: skip


pytestmark = pytest.mark.usefixtures("kept_answers")


def asked(reference, name, *args, seed=1):
    return reference.answer(Step(seed, "call", name, args=args)).value


def test_the_same_question_is_worked_out_once():
    reference = Reference(NAMES)
    answers = [asked(reference, "double", torch.ones(3)) for _ in range(3)]
    assert all(torch.equal(answer, torch.full((3,), 2.0)) for answer in answers)
    assert CALLS["double"] == 1


def test_an_answer_is_a_copy_of_its_own():
    reference = Reference(NAMES)
    asked(reference, "double", torch.ones(3)).zero_()
    asked(reference, "double", torch.ones(3)).zero_()
    assert asked(reference, "double", torch.ones(3)).sum() == 6


@pytest.mark.parametrize(
    ("name", "x", "seed"),
    [
        ("double", torch.zeros(3), 1),
        ("double", torch.ones(3, dtype=torch.float64), 1),
        ("double", torch.ones(1, 3), 1),
        ("double", torch.ones(3), 2),
        ("noise", torch.ones(3), 1),
    ],
)
def test_another_question_is_worked_out(name, x, seed):
    reference, alone = Reference(NAMES), Direct(NAMES)
    asked(reference, "double", torch.ones(3))
    CALLS.clear()
    assert torch.equal(asked(reference, name, x, seed=seed), asked(alone, name, x, seed=seed))
    assert CALLS[name] == 2


def test_a_setting_of_torch_is_part_of_the_question():
    reference = Reference(NAMES)
    found = [asked(reference, "noise", torch.ones(3, dtype=torch.float64)).dtype]
    with torch.no_grad():
        found.append(asked(reference, "noise", torch.ones(3, dtype=torch.float64)).dtype)
    assert (CALLS["noise"], found) == (2, [torch.float64] * 2)


def test_another_reference_answers_for_itself():
    for names in (NAMES, {"double": noise}):
        asked(Reference(names), "double", torch.ones(3))
    assert (CALLS["double"], CALLS["noise"]) == (1, 1)


def test_random_draws_after_an_answer_are_the_same_whether_it_was_kept_or_not():
    reference = Reference(NAMES)
    draws = []
    for _ in range(2):
        asked(reference, "noise", torch.ones(3))
        draws.append(torch.rand(2))
    assert (CALLS["noise"], torch.equal(*draws)) == (1, True)


def test_a_class_of_the_reference_is_a_name():
    reference = local(NAMES)
    results = [reference.applied(reference.Shift.get(), torch.ones(2)) for _ in range(2)]
    assert [result.tolist() for result in results] == [[4.0, 4.0]] * 2
    again = local(NAMES)  # another reference: its handles have other numbers
    again.applied(again.Scale.get(), torch.ones(2))
    assert CALLS["applied"] == 3  # two seeds, two classes


def test_two_classes_are_two_questions():
    reference = Reference(NAMES)
    refs = [reference.answer(Step(1, "get", name)).value for name in ("Scale", "Shift")]
    scaled, shifted = (asked(reference, "applied", ref, torch.full((2,), 2.0)) for ref in refs)
    assert (scaled.tolist(), shifted.tolist()) == ([8.0, 8.0], [5.0, 5.0])


def test_an_object_keeps_its_state():
    reference = local(NAMES)
    held = reference.held.get()
    made = reference.Scale.new()
    for handle in (held, made):
        first, second = handle(torch.ones(1)), handle(torch.ones(1))
        assert second - first == 1


def test_an_exception_is_raised_each_time():
    reference = local(NAMES)
    for _ in range(2):
        with pytest.raises(ReferenceFault, match="ValueError"):
            reference.broken(1)
    assert CALLS["broken"] == 2


def test_forks_share_what_they_find_out():
    reference = Reference(NAMES)
    if (child := os.fork()) == 0:
        asked(reference, "double", torch.ones(3))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert asked(reference, "double", torch.ones(3)).tolist() == [2.0] * 3
    assert CALLS["double"] == 0  # nor here


def test_without_a_place_every_answer_is_worked_out():
    keep_answers(None)
    reference = Reference(NAMES)
    asked(reference, "double", torch.ones(3))
    asked(reference, "double", torch.ones(3))
    assert CALLS["double"] == 2


def test_forks_that_add_at_once_lose_nothing():
    place = Arena()
    children = []
    for child in range(4):
        if (pid := os.fork()) == 0:
            done = [
                place.add(key(child, number), [bytes([child]) * number]) for number in range(200)
            ]
            os._exit(not all(done))
        children.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 4
    for child in range(4):
        for number in range(200):
            assert place.find(key(child, number)) == bytes([child]) * number


def key(*numbers):
    return bytes(numbers).ljust(arena.KEY_BYTES, b"\0")


def test_what_was_killed_in_the_middle_is_written_over():
    place = Arena()
    place.add(key(1), [b"one"])
    end = place._end()
    os.pwrite(place._fd, b"half a record", end)  # and never said to be whole
    assert place.find(key(2)) is None
    place.add(key(2), [b"two"])
    assert (place.find(key(1)), place.find(key(2))) == (b"one", b"two")


def test_an_arena_is_bounded():
    place = Arena(most_bytes=1000)
    assert not place.add(key(1), [bytes(1000)])
    assert [place.add(key(n), [bytes(400)]) for n in (2, 3, 4)] == [True, True, False]
    assert (place.find(key(1)), place.find(key(4))) == (None, None)
    assert place.find(key(3)) == bytes(400)
    assert not Arena().add(key(1), [bytes(arena.MOST_OF_ONE + 1)])
