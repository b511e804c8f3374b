"""A training that cannot go on says at which step and why."""

import msgspec
import pytest
import torch
from small_trainings import SCALE, SHORT, Constant, after_third, blobs, small
from torch import nn

from autograder.networks.train import TrainingError, logits_after_training, predict, train


@pytest.mark.parametrize(
    ("give", "message"),
    [
        (lambda net, x: net.weight.expand(len(x), 5), r"step 1 of 12: .*\(8, 10\), got \(8, 5\)"),
        (lambda net, x: net.weight, r"step 1 of 12: .*\(8, 10\), got \(1,\)"),
        (lambda net, x: None, "step 1 of 12: expected logits as a tensor, got NoneType"),
        (
            lambda net, x: torch.ones(len(x), 10).long(),
            "step 1 of 12: .* floating dtype, got torch.int64",
        ),
        (lambda net, x: torch.ones(len(x), 10), "step 1 of 12: the logits are cut off"),
        (after_third, "step 3 of 12: the loss is nan"),
    ],
    ids=["five-classes", "one-number", "nothing", "integers", "detached", "not-a-number"],
)
def test_what_is_no_training_says_at_which_step(give, message):
    with pytest.raises(TrainingError, match=message):
        train(Constant(give), blobs(60), SHORT)


def test_a_wrong_shape_in_evaluation_says_so():
    net = Constant(lambda net, x: net.weight.expand(len(x), 10 if net.training else 5))
    with pytest.raises(TrainingError, match=r"evaluation of 9 images: .*\(9, 10\), got \(9, 5\)"):
        predict(net, blobs(9).images, SCALE, SHORT)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (nn.Flatten, "no parameters that can learn"),
        (lambda: 5, "expected a network .* got int"),
        (lambda: small, "expected a network .* got function"),
    ],
)
def test_what_is_no_network_says_so(make, message):
    with pytest.raises(TrainingError, match=message):
        logits_after_training(make, blobs(60), blobs(9).images, SHORT)


def test_what_the_network_raises_comes_through():
    net = Constant(lambda net, x: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        train(net, blobs(60), SHORT)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"images": torch.zeros(6, 3, 8, 8)}, "uint8, got .* of torch.float32"),
        ({"images": torch.zeros(0, 3, 8, 8, dtype=torch.uint8)}, "expected images"),
        ({"labels": torch.zeros(5, dtype=torch.int64)}, r"6 labels .* got \(5,\)"),
        ({"labels": torch.full((6,), 10)}, "labels from 0 to 9, got 10 to 10"),
    ],
    ids=["floats", "none", "too-few-labels", "label-too-high"],
)
def test_wrong_samples_are_the_courses_fault(change, message):
    with pytest.raises(ValueError, match=message):
        train(small(), msgspec.structs.replace(blobs(6), **change), SHORT)
