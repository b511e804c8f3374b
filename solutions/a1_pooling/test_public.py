"""The public tests: the lesson's worked examples. Run them with `pytest` in this folder.

The hidden tests that give the points look at more: other sizes, strides and paddings, negative
values, gradients. Passing these here means that you are on the way, not that you are done.
"""

import numpy as np
import pooling
import pytest
import torch

IMAGE = [
    [1.0, 3.0, 2.0, 4.0],
    [0.0, 2.0, 5.0, 6.0],
    [7.0, 1.0, 3.0, 0.0],
    [2.0, 4.0, 1.0, 8.0],
]
LARGEST = [[3.0, 6.0], [7.0, 8.0]]
MEANS = [[1.5, 4.25], [3.5, 3.0]]

output_size = pytest.mark.question("output_size")
loops = pytest.mark.question("loops")
max_pool = pytest.mark.question("max_pool")
avg_pool = pytest.mark.question("avg_pool")
global_avg_pool = pytest.mark.question("global_avg_pool")
backward = pytest.mark.question("backward")
channel_pool = pytest.mark.question("channel_pool")
invariance = pytest.mark.question("invariance")


def images(rows: list[list[float]]) -> torch.Tensor:
    """One image with one channel, as the `(1, 1, h, w)` that the functions take."""
    return torch.tensor(rows, dtype=torch.float64)[None, None]


def same(got: torch.Tensor, expected: torch.Tensor) -> None:
    """Fails unless `got` has the shape, the dtype and, up to rounding, the values expected."""
    assert got.shape == expected.shape
    assert got.dtype == expected.dtype
    assert torch.allclose(got, expected)


def expect(got: torch.Tensor, rows: list[list[float]]) -> None:
    """Fails unless `got` is `(1, 1, oh, ow)`, still float64, and holds `rows`."""
    same(got, images(rows))


@output_size
def test_output_size_of_the_first_layer_of_alexnet():
    assert pooling.output_size(224, kernel_size=11, stride=4, padding=2) == 55


@output_size
def test_output_size_is_rounded_down_to_an_int():
    size = pooling.output_size(5, kernel_size=2, stride=2)
    assert size == 2
    assert type(size) is int


@output_size
def test_output_size_refuses_a_window_that_does_not_fit():
    with pytest.raises(ValueError):
        pooling.output_size(3, kernel_size=4)


@output_size
def test_output_size_of_a_rectangle():
    assert pooling.output_shape((6, 9), kernel_size=(2, 3), stride=2) == (3, 4)


@loops
def test_loops_find_the_largest_value_of_each_window():
    np.testing.assert_allclose(pooling.max_pool_loops(np.array(IMAGE)), LARGEST)


@loops
def test_loops_find_the_mean_of_each_window():
    np.testing.assert_allclose(pooling.avg_pool_loops(np.array(IMAGE)), MEANS)


@loops
def test_loops_move_by_the_stride():
    got = pooling.max_pool_loops(np.array(IMAGE), pool_size=2, stride=1)
    np.testing.assert_allclose(got, [[3.0, 5.0, 6.0], [7.0, 5.0, 6.0], [7.0, 4.0, 8.0]])


@max_pool
def test_max_pool_of_the_worked_example():
    expect(pooling.max_pool2d(images(IMAGE), kernel_size=2), LARGEST)


@max_pool
def test_max_pool_with_overlapping_windows():
    expect(pooling.max_pool2d(images(IMAGE), kernel_size=3, stride=1), [[7.0, 6.0], [7.0, 8.0]])


@max_pool
def test_max_pool_never_lets_a_padded_cell_win():
    got = pooling.max_pool2d(images([[-1.0, -2.0], [-3.0, -4.0]]), 2, stride=2, padding=1)
    expect(got, [[-1.0, -2.0], [-3.0, -4.0]])


@max_pool
def test_max_pool_sends_the_gradient_to_the_winner():
    x = images([[1.0, 3.0], [0.0, 2.0]]).requires_grad_()
    pooling.max_pool2d(x, kernel_size=2).sum().backward()
    expect(x.grad, [[0.0, 1.0], [0.0, 0.0]])


@avg_pool
def test_avg_pool_of_the_worked_example():
    expect(pooling.avg_pool2d(images(IMAGE), kernel_size=2), MEANS)


@avg_pool
def test_avg_pool_counts_padded_cells_as_zeros():
    got = pooling.avg_pool2d(images([[4.0, 8.0], [12.0, 16.0]]), 2, stride=2, padding=1)
    expect(got, [[1.0, 2.0], [3.0, 4.0]])


@avg_pool
def test_avg_pool_can_leave_padded_cells_out():
    got = pooling.avg_pool2d(
        images([[4.0, 8.0], [12.0, 16.0]]), 2, stride=2, padding=1, count_include_pad=False
    )
    expect(got, [[4.0, 8.0], [12.0, 16.0]])


@global_avg_pool
def test_global_avg_pool_of_the_worked_example():
    got = pooling.global_avg_pool2d(images(IMAGE))
    same(got, torch.tensor([[3.0625]], dtype=torch.float64))


@global_avg_pool
def test_global_avg_pool_gives_one_number_for_each_channel():
    x = torch.stack([torch.full((2, 5), 1.0), torch.full((2, 5), 3.0)])[None]
    same(pooling.global_avg_pool2d(x), torch.tensor([[1.0, 3.0]]))


@backward
def test_backward_of_max_pool_reaches_the_winners_only():
    got = pooling.max_pool2d_backward(images([[10.0, 20.0], [30.0, 40.0]]), images(IMAGE), 2)
    expect(
        got,
        [
            [0.0, 10.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 20.0],
            [30.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 40.0],
        ],
    )


@backward
def test_backward_of_max_pool_adds_up_where_windows_overlap():
    x = images([[1.0, 9.0, 2.0]])
    got = pooling.max_pool2d_backward(images([[10.0, 20.0]]), x, (1, 2), stride=1)
    expect(got, [[0.0, 30.0, 0.0]])


@backward
def test_backward_of_avg_pool_shares_equally():
    got = pooling.avg_pool2d_backward(images([[4.0, 8.0]]), images(IMAGE[:2]), 2)
    expect(got, [[1.0, 1.0, 2.0, 2.0], [1.0, 1.0, 2.0, 2.0]])


@channel_pool
def test_channel_pool_takes_consecutive_channels():
    x = torch.tensor([1.0, 5.0, 2.0, 0.0]).reshape(1, 4, 1, 1)
    got = pooling.channel_max_pool(x, group_size=2)
    same(got, torch.tensor([5.0, 2.0]).reshape(1, 2, 1, 1))


@channel_pool
def test_channel_pool_refuses_groups_that_do_not_divide_the_channels():
    with pytest.raises(ValueError):
        pooling.channel_max_pool(torch.zeros(1, 4, 2, 2), group_size=3)


@invariance
def test_invariance_compares_both_poolings():
    got = pooling.compare_pooling(images(IMAGE), kernel_size=2)
    expect(got["max"], LARGEST)
    expect(got["avg"], MEANS)
    expect(got["difference"], [[1.5, 1.75], [3.5, 5.0]])


@invariance
def test_invariance_of_a_dot_that_stays_in_its_window_is_whole():
    dot = images([[1.0, 0.0, 0.0, 0.0]])
    assert pooling.shift_agreement(lambda x: pooling.max_pool2d(x, (1, 2)), dot, shift=1) == 1.0


@invariance
def test_invariance_of_a_dot_that_leaves_its_window_is_lost():
    dot = images([[1.0, 0.0, 0.0, 0.0]])
    assert pooling.shift_agreement(lambda x: pooling.max_pool2d(x, (1, 2)), dot, shift=2) == 0.0
