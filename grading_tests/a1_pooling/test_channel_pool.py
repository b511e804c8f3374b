"""Channel pooling: the maximum over groups of neighbouring channels."""

import pytest
from a1_checks import gradient_of_x
from a1_inputs import DTYPES, NEGATIVE, POSITIVE, gradient_like, images

from autograder.suite import (
    assert_close,
    assert_refuses,
    assert_refuses_each,
    assert_unchanged,
    local,
)
from reference import pooling

ref = local(pooling)
channel_pool = pytest.mark.question("channel_pool")


@channel_pool
@pytest.mark.parametrize(
    ("shape", "group_size"),
    [
        pytest.param((1, 6, 3, 3), 2, id="pairs"),
        pytest.param((4, 6, 4, 4), 3, id="threes"),
        pytest.param((2, 4, 3, 3), 4, id="one_group"),
        pytest.param((1, 8, 2, 5), 2, id="wide"),
    ],
)
def test_channel_pool_finds_the_largest_of_each_group(student, shape, group_size):
    x = images(*shape, span=POSITIVE)
    expected = ref.channel_max_pool(x, group_size)
    assert_close(student.channel_max_pool(x, group_size), expected)


@channel_pool
@pytest.mark.parametrize(
    "group_size", [pytest.param(2, id="pairs"), pytest.param(4, id="one_group")]
)
def test_channel_pool_finds_it_among_negative_values_too(student, group_size):
    x = images(1, 4, 3, 3, span=NEGATIVE)
    expected = ref.channel_max_pool(x, group_size)
    assert_close(student.channel_max_pool(x, group_size), expected)


@channel_pool
@pytest.mark.parametrize(
    ("channels", "group_size"),
    [pytest.param(5, 2, id="one_left_over"), pytest.param(3, 4, id="too_few")],
)
def test_channel_pool_refuses_groups_that_do_not_divide_the_channels(student, channels, group_size):
    whole, x = images(1, group_size, 2, 2, span=POSITIVE), images(1, channels, 2, 2)
    expected = ref.channel_max_pool(whole, group_size)
    assert_close(student.channel_max_pool(whole, group_size), expected)
    because = "the number of channels is no multiple of group_size"
    assert_refuses(student.channel_max_pool, x, group_size, because=because)


@channel_pool
def test_channel_pool_sends_the_gradient_to_the_winner(student):
    x = images(3, 4, 3, 3, span=POSITIVE)
    grad_output = gradient_like(x[:, :2])
    got, expected = (
        gradient_of_x(f.channel_max_pool, grad_output, x, group_size=2) for f in (student, ref)
    )
    assert_close(got, expected, what="the gradient")


@channel_pool
def test_channel_pool_refuses_what_is_no_stack_of_images_and_no_group(student):
    x = images(1, 4, 2, 2, span=POSITIVE)
    assert_close(student.channel_max_pool(x, 2), ref.channel_max_pool(x, 2))
    cases = {"x has not four axes": (x[0], 2), "group_size is below 1": (x, 0)}
    assert_refuses_each(student, "channel_max_pool", cases)


@channel_pool
def test_channel_pool_keeps_the_dtype(student):
    for dtype in DTYPES:
        x = images(1, 4, 2, 2, span=POSITIVE, dtype=dtype)
        got, expected = (f.channel_max_pool(x, 2) for f in (student, ref))
        assert_close(got, expected, same_dtype=True)


@channel_pool
def test_channel_pool_leaves_its_input_unchanged(student):
    x = images(1, 4, 2, 2, span=POSITIVE)
    assert_close(student.channel_max_pool(x, 2), ref.channel_max_pool(x, 2))
    assert_unchanged(student.channel_max_pool, x, 2)
