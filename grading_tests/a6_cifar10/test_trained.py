"""Question `accuracy`: what the network earns after the grader's own training, tier by tier.

One training serves all tiers. The worker gets shuffled images with labels and test images without;
it sends logits. It is not recorded: to replay it on each mistake would be to train again.
"""

import os
import time
from pathlib import Path

import pytest
import torch
from calibration import PLAN

from autograder.suite import check, tensor, unrecorded
from autograder.suite.accuracy import all_images, given, load, threshold_of

accuracy = pytest.mark.question("accuracy")
PROFILE = "cpu" if os.environ.get("CIFAR10_ROOT") else "synthetic"
CHOSEN = PLAN.profiles[PROFILE]
MEASURED = load(Path(__file__).parent, PROFILE)
LEAST = {tier.name: threshold_of(tier, MEASURED).accuracy for tier in CHOSEN.tiers}
SEED = 7  # of the order in which the worker gets the samples, and of the training
all_images(CHOSEN)  # once, before hand-ins are graded in forks of this process


class Training:
    """What a hand-in's training came to, or why it came to nothing, found once."""

    def __init__(self):
        self.measures, self.error = None, None

    def of(self, student, device):
        if self.measures is None and self.error is None:
            try:
                self.measures = trained(unrecorded(student), device)
            except AssertionError as error:
                self.error = error
        if self.error:
            raise self.error
        return self.measures


@pytest.fixture(scope="module")
def training():
    return Training()


def trained(student, device):
    """The share of right answers among the test images, and what they cost."""
    known, start = given(CHOSEN, SEED), time.monotonic()
    samples, asked = known.samples, known.test_images
    logits = student.tools.train(
        student.build_model.get(),
        *(samples.images, samples.labels, {**CHOSEN.recipe, "seed": SEED, "device": device}),
        *(asked, list(samples.scale.mean), list(samples.scale.std)),
    )
    seconds = time.monotonic() - start
    logits = tensor(logits, (len(asked), 10), "the logits of the test images after training")
    check(bool(torch.isfinite(logits).all()), "after training, some logits are not finite")
    net = student.build_model.new()
    student.tools.fill_lazy(net, 1, 3, 32, 32)
    count = student.tools.parameter_count(net)
    return {
        "accuracy": known.accuracy(logits),
        "parameters": count if type(count) is int else 0,
        "training_seconds": round(seconds, 1),
    }


@accuracy
@pytest.mark.parametrize("tier", LEAST)
def test_after_the_graders_training_the_accuracy_is_that_of_a_network_that(
    student, training, device, record_property, tier
):
    measures = training.of(student, device)
    for name, value in measures.items():
        record_property(name, value)
    reached, least = measures["accuracy"], LEAST[tier]
    data = "CIFAR-10" if CHOSEN.data == "cifar10" else "drawn signs"
    message = f"after the grader's training on {data} the accuracy is {reached:.1%}"
    check(reached >= least, f"{message}, this test asks for {least:.1%}")
