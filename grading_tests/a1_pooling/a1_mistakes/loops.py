"""Mistakes in pooling with loops: `max_pool_loops` and `avg_pool_loops`."""

import numpy as np

from autograder.suite import instead_of
from reference import pooling as correct
from reference.output_size import Window, output_shape, pair
from reference.windows import places


@instead_of("max_pool_loops")
def largest_so_far_starts_at_zero(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """You start the search for the maximum at 0, so 0 wins over every negative value. Start with a
    value of the window itself, or with minus infinity (section 10, "When it does not work").
    """
    return np.maximum(correct.max_pool_loops(image, pool_size, stride), 0)


@instead_of("max_pool_loops")
def loop_windows_start_at_i(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """Your windows start at row i and column j, so they move by one cell whatever the stride is.
    Window (i, j) starts at row i * stride and column j * stride (section 3, "Loops first").
    """
    oh, ow = output_shape(image.shape, pool_size, stride)
    return correct.max_pool_loops(image, pool_size, 1)[:oh, :ow]


@instead_of("max_pool_loops")
def loop_windows_stand_side_by_side(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """You move by pool_size from window to window. Move by stride: windows may overlap, or leave
    cells out between them (section 3, "Loops first").
    """
    return correct.max_pool_loops(image, pool_size, pool_size)


@instead_of("max_pool_loops")
def last_windows_are_missing(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """Your loops stop one window early, so the last row and the last column of the result are
    missing. Their number is the quotient rounded down, plus 1 (section 2, "How many windows fit?").
    """
    return correct.max_pool_loops(image, pool_size, stride)[:-1, :-1]


@instead_of("max_pool_loops")
def loop_returns_after_the_first_row(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """Only the first row of your result is filled: you return inside the loop over the rows. The
    `return` stands after both loops, as far left as the first `for` (section 3, "Loops first").
    """
    pooled = np.zeros_like(correct.max_pool_loops(image, pool_size, stride))
    pooled[0] = correct.max_pool_loops(image, pool_size, stride)[0]
    return pooled


@instead_of("max_pool_loops")
def image_is_taken_for_a_square(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """You count the columns of windows with the height of the image. Height and width need their
    own counts: not every image is a square (section 10, "When it does not work").
    """
    side = output_shape(image.shape, pool_size, stride)[0]
    (kh, kw), (sh, sw) = pair(pool_size, "pool_size"), pair(stride, "stride")
    pooled = np.zeros((side, side), dtype=image.dtype)
    for i in range(side):
        for j in range(side):
            pooled[i, j] = image[i * sh : i * sh + kh, j * sw : j * sw + kw].max()
    return pooled


@instead_of("max_pool_loops")
def only_the_first_row_of_a_window_counts(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """You look at the first row of each window only. All cells of a window take part in its maximum
    (section 1, "Two slips that stand in many texts").
    """
    pooled = np.empty(output_shape(image.shape, pool_size, stride), dtype=image.dtype)
    for i, j, rows, columns in places(image.shape, pool_size, stride):
        pooled[i, j] = image[rows, columns][0].max()
    return pooled


@instead_of("avg_pool_loops")
def loop_sum_is_not_divided(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """You return the sum of each window. The mean is the sum divided by the number of its cells
    (section 1, "Two slips that stand in many texts").
    """
    kh, kw = pair(pool_size, "pool_size")
    return correct.avg_pool_loops(image, pool_size, stride) * (kh * kw)


@instead_of("avg_pool_loops")
def loop_sum_is_divided_by_one_side(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """You divide each sum by one side of the window. A window of k rows and k columns has k * k
    cells: divide by that (section 1, "One image by hand").
    """
    return correct.avg_pool_loops(image, pool_size, stride) * pair(pool_size, "pool_size")[1]


@instead_of("avg_pool_loops")
def window_is_one_cell_too_long(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """Your windows reach from i to i + k, which is k + 1 cells. A window of k cells ends at i + k -
    1 (section 1, "Two slips that stand in many texts").
    """
    means = np.empty(output_shape(image.shape, pool_size, stride), dtype=image.dtype)
    for i, j, rows, columns in places(image.shape, pool_size, stride):
        means[i, j] = image[rows.start : rows.stop + 1, columns.start : columns.stop + 1].mean()
    return means


@instead_of("avg_pool_loops")
def mean_windows_start_at_i(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """Your windows start at row i and column j, so they move by one cell whatever the stride is.
    Window (i, j) starts at row i * stride and column j * stride (section 3, "Loops first").
    """
    oh, ow = output_shape(image.shape, pool_size, stride)
    return correct.avg_pool_loops(image, pool_size, 1)[:oh, :ow]


@instead_of("avg_pool_loops")
def loop_result_is_always_float64(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """Your result is float64 whatever the image is, because np.zeros makes float64 unless told
    otherwise. Give the result the dtype of the image (first lines of pooling.py).
    """
    return correct.avg_pool_loops(image, pool_size, stride).astype(np.float64)


@instead_of("avg_pool_loops")
def image_is_divided_in_place(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """Your result is right, but you divide the image itself, so the caller's image is different
    afterwards. Make a new array: `/` in place of `/=` (section 10, "When it does not work").
    """
    means = correct.avg_pool_loops(image, pool_size, stride)
    kh, kw = pair(pool_size, "pool_size")
    image /= kh * kw
    return means


@instead_of("max_pool_loops")
def windows_are_sorted_in_the_image(
    image: np.ndarray, pool_size: Window = 2, stride: Window = 2
) -> np.ndarray:
    """You sort each window in place. A slice of an array is no copy, so the image itself changes, and
    so do the windows that overlap. Take max(), or sort a copy (section 10, "When it does not work").
    """
    pooled = np.empty(output_shape(image.shape, pool_size, stride), dtype=image.dtype)
    for i, j, rows, columns in places(image.shape, pool_size, stride):
        window = image[rows, columns]
        window.sort()
        pooled[i, j] = window[:, -1].max()
    return pooled
