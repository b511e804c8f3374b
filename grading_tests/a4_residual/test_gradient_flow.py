"""Gradient flow: one norm for each block, and what shortcuts do to it over the depth."""

import math

import props
import pytest
from a4_checks import positive_numbers

from autograder.suite import (
    assert_close,
    assert_equal,
    assert_refuses_each,
    assert_unchanged,
    check,
    fields,
    local,
)
from grading_tests.network_checks import images
from reference import residual

ref = local({**vars(residual), "props": props})
gradient_flow = pytest.mark.question("gradient_flow")

SUMMANDS = 100  # float32, over some layers

# Blocks that are not the student's own: a mistake in those costs nothing here.
BLOCKS = pytest.mark.parametrize(
    ("channels", "skip"),
    [
        pytest.param([4, 4, 4, 4], False, id="three_blocks"),
        pytest.param([4, 4, 4, 4, 4, 4], True, id="five_with_shortcuts"),
        pytest.param([3, 5, 8], True, id="wider_and_wider"),
    ],
)


@gradient_flow
@BLOCKS
def test_gradient_norms_are_those_of_each_first_convolution(student, channels, skip):
    x = images(3, channels[0], 5, 6).float()
    got = student.gradient_norms(student.props.steps.new(channels, skip, 1), x)
    expected = ref.gradient_norms(ref.props.steps.new(channels, skip, 1), x)
    assert_close(got, expected, SUMMANDS, what="the list of norms")


@gradient_flow
def test_gradient_norms_do_not_count_gradients_that_were_there_before(student):
    x, blocks = images(3, 4, 5, 6).float(), ([4, 4, 4], True, 1, 3.0)
    got = student.gradient_norms(student.props.steps.new(*blocks), x)
    expected = ref.gradient_norms(ref.props.steps.new(*blocks), x)
    assert_close(got, expected, SUMMANDS, what="the list of norms")


@gradient_flow
def test_gradient_norms_leave_x_unchanged(student):
    x, blocks = images(2, 4, 3, 3).float(), ([4, 4, 4], True, 2)
    got = student.gradient_norms(student.props.steps.new(*blocks), x)
    assert_close(got, ref.gradient_norms(ref.props.steps.new(*blocks), x), SUMMANDS)
    assert_unchanged(student.gradient_norms, student.props.steps.new(*blocks), x)


@gradient_flow
def test_gradient_norms_are_a_list_of_floats_one_for_each_block(student):
    blocks = student.props.steps.new([4, 4, 4], True, 2)
    got = student.gradient_norms(blocks, images(2, 4, 3, 3).float())
    positive_numbers(got, 2, what="the list of norms")
    assert_equal([type(value).__name__ for value in got], ["float"] * 2, what="the type of a norm")


@gradient_flow
@pytest.mark.parametrize("depth", [1, 4])
def test_compare_gradient_flow_has_a_positive_norm_for_each_block(student, depth):
    _both(student.compare_gradient_flow(depth, channels=8), depth)


@gradient_flow
def test_compare_gradient_flow_refuses_numbers_below_1(student):
    _both(student.compare_gradient_flow(1, 8), 1)
    cases = {"depth is 0": (0, 8), "channels is 0": (1, 0)}
    assert_refuses_each(student, "compare_gradient_flow", cases)


@gradient_flow
def test_compare_gradient_flow_gives_the_same_for_the_same_seed(student):
    first, again = (_both(student.compare_gradient_flow(3, 8, seed=5), 3) for _ in range(2))
    assert_close(again, first, SUMMANDS, what="the second answer for one seed")


@gradient_flow
def test_compare_gradient_flow_gives_something_else_for_another_seed(student):
    one, other = (_both(student.compare_gradient_flow(3, 8, seed=seed), 3) for seed in (1, 2))
    for kind, mine, theirs in zip(("plain", "residual"), one, other, strict=True):
        check(mine != theirs, f"two seeds give the same norms under {kind!r}")


# Batch norm makes a block's norm grow from the last block to the first: by a factor for each plain
# block, much more slowly where shortcuts are. Over 30 blocks of 16 channels, plain ends 2.8 to 3.1
# powers of ten above residual, with a standard deviation of 0.42 for one image of 4x4, at most 0.3
# for larger inputs (40 draws each); over 40 blocks the distance is larger still. For the mean of
# three seeds one power is 8 deviations away: a right answer fails with probability below 1e-9.
@gradient_flow
@pytest.mark.parametrize("depth", [30, 40])
def test_compare_gradient_flow_shows_that_shortcuts_keep_gradients_even(student, depth):
    growth = []
    for seed in (0, 1, 2):
        plain, residual = _both(student.compare_gradient_flow(depth, seed=seed), depth)
        growth.append(_growth(plain) - _growth(residual))
    message = f"over {depth} blocks, plain gradients must change far more than residual ones"
    check(sum(growth) / 3 > 1.0, message)


def _both(got: object, depth: int) -> list[list[float]]:
    kinds = ("plain", "residual")
    values = zip(kinds, fields(got, *kinds), strict=True)
    return [
        positive_numbers(norms, depth, what=f"the list under {kind!r}") for kind, norms in values
    ]


def _growth(norms: list[float]) -> float:
    """How many powers of ten the first block's norm lies above the last block's."""
    return math.log10(norms[0] / norms[-1])
