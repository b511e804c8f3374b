"""Blocks and network in training: that depth can be trained, and what a batch leaves behind."""

import pytest

from autograder.suite import Lesson, assert_batch_norm_trains, assert_learns
from grading_tests.network_checks import images

block, resnet = map(pytest.mark.question, ("block", "resnet"))

# Over 12 seeds for the solution and hand-ins in other styles: the deep network tells all new images
# apart, sd 0; the whole one 0.999, sd 0.004, at least 0.98. 0.8 is asked for. Plain blocks as deep reach
# 0.77, sd 0.15: another test tells those.
DEPTH = 24  # blocks, 48 convolutions, 8 channels
DEEP = Lesson(steps=14, learning_rate=1e-2)
WHOLE = Lesson(steps=8, learning_rate=2e-3)


def deep(side):
    """A factory of a deep and narrow network of the student's blocks."""
    return side.tools.bound(side.props.deep.get(), side.ResidualBlock.get(), DEPTH)


def network(side):
    return side.SimpleResNet.get()


def one_block(side):
    return side.tools.bound(side.ResidualBlock.get(), 3, 3)


@block
def test_a_deep_network_of_blocks_learns_stripes(student):
    assert_learns(student, deep, DEEP)


@block
def test_block_normalises_by_the_batch_while_it_trains_and_remembers(student):
    assert_batch_norm_trains(student, one_block, images(4, 3, 8, 8).float())


@resnet
def test_resnet_learns_stripes(student):
    assert_learns(student, network, WHOLE)


@resnet
def test_resnet_normalises_by_the_batch_while_it_trains_and_remembers(student):
    assert_batch_norm_trains(student, network, images(4, 3, 8, 8).float())
