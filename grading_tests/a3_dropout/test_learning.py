"""What dropout does to a training, and whether a sweep trains at all."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from autograder.suite import Lesson, assert_learns, check, logits_after, number

module, network, sweep = map(pytest.mark.question, ("module", "network", "sweep"))

# Over 12 seeds for the solution and three right hand-ins in other styles (48 runs): all new images are
# told apart where 0.8 is asked for; the loss on labels at random is 0.016, sd 0.002, without dropout and
# 0.33, sd 0.013, with p = 0.5; sweeps with Adam, AdamW and SGD learn all labels. Chance is 0.5.
BY_HEART = Lesson(steps=40, learning_rate=5e-3, batch=32, channels=1)
STRIPES = Lesson(steps=14, learning_rate=1e-3, batch=8, side=32, batch_norm=False)
LEAST, MOST = 0.15, 0.05


def loss_by_heart(student, p):
    """The loss on 96 images of noise with labels at random, after a training on them."""
    generator = torch.Generator().manual_seed(0)
    x = torch.randint(0, 256, (96, 1, 8, 8), generator=generator).to(torch.uint8)
    y = torch.randint(2, (96,), generator=generator)

    def make(side):
        return side.tools.bound(side.props.two_layers.get(), side.Dropout.get(), p)

    return float(cross_entropy(logits_after(student, make, x, y, x, BY_HEART), y))


def network_with_little_dropout(side):
    """A factory of the network: with more dropout, chance decides after so few steps."""
    return side.tools.bound(side.CNNWithDropout.get(), 10, 0.2)


@module
def test_labels_at_random_are_learned_by_heart_without_dropout_and_less_so_with_it(student):
    without, half = loss_by_heart(student, 0.0), loss_by_heart(student, 0.5)
    what = "a network learns labels at random; its loss on them in evaluation mode is then"
    check(without < MOST, f"{what} {without:.2g} with p = 0, expected less than {MOST}")
    check(half > LEAST, f"{what} {half:.2g} with p = 0.5, expected more than {LEAST}")


@network
def test_the_network_learns_stripes(student):
    assert_learns(student, network_with_little_dropout, STRIPES)


@sweep
def test_twenty_epochs_are_enough_to_learn_a_few_labels_by_heart(student):
    found = student.props.learned_by_heart(student.dropout_sweep.get(), 20)
    share = number(found, "the share of the labels that are learned")
    message = (
        f"of labels that any steps of usual length learn, {share:.0%} are learned, 50% by chance"
    )
    check(
        0.9 <= share <= 1, f"{message}: is it trained for all epochs, with a usual learning rate?"
    )
