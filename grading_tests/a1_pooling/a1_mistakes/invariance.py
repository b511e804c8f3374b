"""Mistakes in the experiments: `compare_pooling` and `shift_agreement`."""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.suite import instead_of
from reference import pooling as correct
from reference.output_size import Window

Pool = Callable[[Tensor], Tensor]


@instead_of("compare_pooling")
def difference_is_average_minus_maximum(x: Tensor, kernel_size: Window = 2) -> dict[str, Tensor]:
    """You subtract the maximum from the average. "difference" is max minus average, so it is never
    negative (exercise `invariance`).
    """
    compared = correct.compare_pooling(x, kernel_size)
    return {**compared, "difference": -compared["difference"]}


@instead_of("compare_pooling")
def window_is_always_two(x: Tensor, kernel_size: Window = 2) -> dict[str, Tensor]:
    """You pool with windows of 2 whatever kernel_size is. Hand kernel_size on to both poolings; 2
    is only its default (exercise `invariance`).
    """
    return correct.compare_pooling(x)


@instead_of("compare_pooling")
def windows_of_the_comparison_overlap(x: Tensor, kernel_size: Window = 2) -> dict[str, Tensor]:
    """You move the windows by one cell. Here they stand side by side: leave the stride out, and it
    equals kernel_size (exercise `invariance`).
    """
    largest, average = correct.max_pool2d(x, kernel_size, 1), correct.avg_pool2d(x, kernel_size, 1)
    return {"max": largest, "avg": average, "difference": largest - average}


@instead_of("compare_pooling")
def maximum_becomes_the_difference(x: Tensor, kernel_size: Window = 2) -> dict[str, Tensor]:
    """You subtract in place, so "max" holds the difference, too. Make a new tensor: `largest -
    average`, not `largest -= average` (section 10, "When it does not work").
    """
    compared = correct.compare_pooling(x, kernel_size)
    return {**compared, "max": compared["difference"]}


@instead_of("shift_agreement")
def moved_image_replaces_x(pool: Pool, x: Tensor, shift: int) -> float:
    """Your result is right, but you write the moved image into x, so the caller's images are different
    afterwards. Give it a name of its own (section 10, "When it does not work").
    """
    before = pool(x)
    x[:] = x.roll(shift, dims=-1)
    return _agreement(before, pool(x))


@instead_of("shift_agreement")
def image_moves_to_the_left(pool: Pool, x: Tensor, shift: int) -> float:
    """You move the image to the left, or the pooled result as well. Move the image alone, and to
    the right: torch.roll with a positive shift (exercise `invariance`).
    """
    return correct.shift_agreement(pool, x, -shift)


@instead_of("shift_agreement")
def image_moves_down(pool: Pool, x: Tensor, shift: int) -> float:
    """You move the rows. Move the columns: they are the last axis of x (exercise `invariance`)."""
    return _agreement(pool(x), pool(x.roll(shift, dims=-2)))


@instead_of("shift_agreement")
def columns_fall_off_the_edge(pool: Pool, x: Tensor, shift: int) -> float:
    """What leaves your image on the right is gone. Rolling brings it back in on the left (exercise
    `invariance`).
    """
    moved = torch.zeros_like(x)
    moved[..., shift:] = x[..., : x.shape[-1] - shift]
    return _agreement(pool(x), pool(moved))


@instead_of("shift_agreement")
def pooled_image_is_moved(pool: Pool, x: Tensor, shift: int) -> float:
    """You move the pooled image. Move x itself, pool it again, and compare with the first result
    (exercise `invariance`).
    """
    return _agreement(pool(x), pool(x).roll(shift, dims=-1))


@instead_of("shift_agreement")
def images_are_compared_before_pooling(pool: Pool, x: Tensor, shift: int) -> float:
    """You compare the pixels of the two images. Pool both, then compare the pooled cells (exercise
    `invariance`).
    """
    return _agreement(x, x.roll(shift, dims=-1))


@instead_of("shift_agreement")
def cells_are_counted(pool: Pool, x: Tensor, shift: int) -> float:
    """You return the number of cells that stay equal. Divide it by the number of all pooled cells:
    the result lies between 0 and 1 (exercise `invariance`).
    """
    return correct.shift_agreement(pool, x, shift) * pool(x).numel()


@instead_of("shift_agreement")
def changed_cells_are_measured(pool: Pool, x: Tensor, shift: int) -> float:
    """You return the fraction of cells that change. Asked is the fraction that stays equal: 1 minus
    yours (exercise `invariance`).
    """
    return 1.0 - correct.shift_agreement(pool, x, shift)


@instead_of("shift_agreement")
def one_changed_cell_decides(pool: Pool, x: Tensor, shift: int) -> float:
    """You return 0 as soon as one cell differs. Compare cell by cell, and return the fraction of
    cells that stay equal (exercise `invariance`).
    """
    return float(correct.shift_agreement(pool, x, shift) == 1.0)


@instead_of("shift_agreement", remark=True)
def rounding_counts_as_a_change(pool: Pool, x: Tensor, shift: int) -> float:
    """You compare with `==`, so cells that differ only by rounding count as changed. It costs you no
    points; a tolerance for the dtype, as in torch.isclose, tells rounding from change (exercise
    `invariance`).
    """
    return (pool(x) == pool(x.roll(shift, dims=-1))).double().mean().item()


def _agreement(before: Tensor, after: Tensor) -> float:
    return torch.isclose(before, after).double().mean().item()
