"""Learning checks: a network that can learn does, one that cannot is caught, and told why."""

import re

import pytest
import torch
from torch import nn

from autograder.errors import CheckFailure
from autograder.suite import Namespace, learning
from autograder.worker.answering import Local

LESSON = learning.Lesson(steps=30, learning_rate=1e-2)


def small(*middle, pool=nn.AdaptiveMaxPool2d):
    convolution = nn.Conv2d(3, 16, 3, padding=1)
    return nn.Sequential(convolution, *middle, pool(1), nn.Flatten(), nn.Linear(16, 10))


def right():
    return small(nn.BatchNorm2d(16), nn.ReLU())


def linear():
    return small(pool=nn.AdaptiveAvgPool2d)


def equal_filters():
    net = nn.Sequential(nn.Flatten(), nn.Linear(192, 32), nn.ReLU(), nn.Linear(32, 10))
    for parameter in net.parameters():
        nn.init.constant_(parameter, 0.01)
    return net


def too_large():
    net = linear()
    for parameter in net.parameters():
        nn.init.normal_(parameter, std=1000)
    return net


class Forgetful(nn.Module):
    """Batch normalisation by what it remembers, and it remembers nothing."""

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm2d(3)

    def forward(self, x):
        norm = self.norm
        return nn.functional.batch_norm(x, norm.running_mean, norm.running_var, norm.weight)


def no_memory():
    return nn.BatchNorm2d(3, momentum=0.0)


def namespace(make, record=None):
    return Namespace(Local({"Net": make}), record)


def factory(side):
    return side.Net.get()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_right_network_learns_stripes(seed):
    lesson = learning.Lesson(steps=30, learning_rate=1e-2, seed=seed)
    assert learning.accuracy_after(namespace(right), factory, lesson) > 0.95


def test_a_right_network_says_nothing_and_leaves_no_record():
    steps = []
    learning.assert_learns(namespace(right, lambda *step: steps.append(step)), factory, LESSON)
    assert steps == []


@pytest.mark.parametrize(
    ("make", "why"),
    [
        pytest.param(linear, "it is linear: are there activations?", id="linear"),
        pytest.param(equal_filters, "all filters of some layer start equal", id="equal_filters"),
        pytest.param(too_large, "its first logits are far too large", id="too_large"),
    ],
)
def test_a_network_that_does_not_learn_is_told_why(make, why):
    steps = []
    with pytest.raises(CheckFailure, match=re.escape(why)):
        learning.assert_learns(namespace(make, lambda *step: steps.append(step)), factory, LESSON)
    assert [step.says for step, _ in steps] == ["Net", "tools.symptoms"]  # facts, not the training


@pytest.mark.parametrize("made", [None, 3, nn.Identity(), "a network"])
def test_what_is_no_network_fails_and_breaks_nothing(made):
    with pytest.raises(CheckFailure):
        learning.assert_learns(namespace(lambda: made), factory, LESSON)


def test_stripes_are_even_seeded_and_told_by_no_pixel():
    images, labels = learning.stripes(LESSON, 400, seed=1)
    again, _ = learning.stripes(LESSON, 400, seed=1)
    other, _ = learning.stripes(LESSON, 400, seed=2)
    assert torch.equal(images, again)
    assert not torch.equal(images, other)
    assert [int((labels == label).sum()) for label in (0, 1)] == [200, 200]
    means = torch.stack([images[labels == label].float().mean(dim=0) for label in (0, 1)])
    assert (means[0] - means[1]).abs().max() < 25  # of 50, the height of a stripe


def test_batch_norm_that_follows_the_mode_and_remembers_passes():
    learning.assert_batch_norm_trains(namespace(right), factory, torch.rand(4, 3, 5, 5))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        pytest.param(Forgetful, "must use the batch's own mean", id="never_the_batch"),
        pytest.param(no_memory, "leaves the running statistics as they were", id="no_memory"),
    ],
)
def test_batch_norm_without_the_batch_or_without_memory_is_told(make, why):
    x = torch.rand(4, 3, 5, 5, generator=torch.Generator().manual_seed(0))
    with pytest.raises(CheckFailure, match=why):
        learning.assert_batch_norm_trains(namespace(make), factory, x)
