"""The networks in training: what equal weights in evaluation mode do not show.

Stripes in images of the smallest size that shows all layers; AlexNet and the VGGs would take too
long.
"""

import pytest
from a5_networks import images

from autograder.suite import Lesson, assert_batch_norm_trains, assert_learns

lenet5, resnet, cifar10net = map(pytest.mark.question, ("lenet5", "resnet", "cifar10net"))

# New images told apart, over 12 seeds for the solution and each of three other styles; 0.8 is asked
# for. LeNet-5 and CIFAR10Net: all, sd 0. SimpleResNet: 0.998, sd 0.006, at least 0.97. Batch norm that
# never uses the batch, or equal filters: 0.5.
LESSONS = {
    "LeNet5": Lesson(steps=80, learning_rate=5e-3, channels=1, side=28, batch_norm=False),
    "SimpleResNet": Lesson(steps=8, learning_rate=2e-3),
    "CIFAR10Net": Lesson(steps=10, learning_rate=1e-3),
}


def assert_learns_stripes(student, name):
    """The network learns the lesson that is meant for it."""
    assert_learns(student, lambda side: getattr(side, name).get(), LESSONS[name])


def assert_trains_with_the_batch(student, name):
    """Its batch normalisation follows the mode and remembers."""
    x = images(4, 3, 8, 8)
    assert_batch_norm_trains(student, lambda side: getattr(side, name).get(), x)


@lenet5
def test_lenet5_learns_stripes(student):
    assert_learns_stripes(student, "LeNet5")


@resnet
def test_resnet_learns_stripes(student):
    assert_learns_stripes(student, "SimpleResNet")


@resnet
def test_resnet_normalises_by_the_batch_while_it_trains_and_remembers(student):
    assert_trains_with_the_batch(student, "SimpleResNet")


@cifar10net
def test_cifar10net_learns_stripes(student):
    assert_learns_stripes(student, "CIFAR10Net")


@cifar10net
def test_cifar10net_normalises_by_the_batch_while_it_trains_and_remembers(student):
    assert_trains_with_the_batch(student, "CIFAR10Net")
