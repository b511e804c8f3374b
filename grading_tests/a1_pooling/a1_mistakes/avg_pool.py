"""Mistakes in averages: `avg_pool2d` and `global_avg_pool2d`."""

import torch
from torch import Tensor

from autograder.suite import instead_of
from reference import pooling as correct
from reference.output_size import Window, pair
from reference.windows import windows


@instead_of("avg_pool2d")
def sum_is_not_divided(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """You return the sum of each window. The mean is the sum divided by the number of its cells
    (section 1, "Two slips that stand in many texts").
    """
    return windows(x, kernel_size, stride, padding, border=0.0).sum(dim=(-2, -1))


@instead_of("avg_pool2d")
def sum_is_divided_by_one_side(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """You divide each sum by one side of the window. A window has kh * kw cells: divide by that
    (section 1, "One image by hand").
    """
    side = pair(kernel_size, "kernel_size")[0]
    return correct.avg_pool2d(x, kernel_size, stride, padding, count_include_pad) * side


@instead_of("avg_pool2d")
def window_is_taken_for_a_square(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """You use the height of the window where its width belongs. A window may be a (height, width)
    pair: use the second number for the columns (section 1, "One image by hand").
    """
    side = pair(kernel_size, "kernel_size")[0]
    return correct.avg_pool2d(x, side, stride, padding, count_include_pad)


@instead_of("avg_pool2d")
def padded_cells_never_count(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """You always leave padded cells out of the count. That is right for count_include_pad=False
    only; by default you divide by kh * kw everywhere (section 5).
    """
    return correct.avg_pool2d(x, kernel_size, stride, padding, count_include_pad=False)


@instead_of("avg_pool2d")
def padded_cells_always_count(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """You never use count_include_pad. Where it is False, divide each sum by the number of cells
    that lie inside the image (section 5).
    """
    return correct.avg_pool2d(x, kernel_size, stride, padding)


@instead_of("avg_pool2d")
def minus_infinity_around_the_image(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """You pad with minus infinity, as for a maximum, and every mean at the border becomes minus
    infinity. For a mean, a padded cell is a zero (section 5).
    """
    return windows(x, kernel_size, stride, padding, border=-torch.inf).mean(dim=(-2, -1))


@instead_of("avg_pool2d")
def padding_is_left_out_of_the_average(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """You accept padding but never use it, so your result is too small. Put the border of zeros
    around the image first, then cut the windows (section 5).
    """
    return correct.avg_pool2d(x, kernel_size, stride)


@instead_of("avg_pool2d")
def stride_of_the_average_is_ignored(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """Your windows always stand side by side, whatever the stride is. The stride says how far apart
    they start; only without one it equals the window (section 2, "How many windows fit?").
    """
    return correct.avg_pool2d(x, kernel_size, None, padding, count_include_pad)


@instead_of("avg_pool2d")
def gradient_of_the_average_is_cut_off(
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
    count_include_pad: bool = True,
) -> Tensor:
    """Your values are right, but autograd finds no way back to x: detach, .data, .item() or NumPy
    cut it. Compute with tensors from x to the result (exercise `avg_pool`).
    """
    return correct.avg_pool2d(x.detach(), kernel_size, stride, padding, count_include_pad)


@instead_of("global_avg_pool2d")
def two_axes_of_one_are_kept(x: Tensor) -> Tensor:
    """Your means are right, but your result is (n, c, 1, 1). The next layer takes one row of
    numbers for each image: return (n, c) (section 6, "Global average pooling").
    """
    return x.mean(dim=(2, 3), keepdim=True)


@instead_of("global_avg_pool2d")
def channel_sum_is_not_divided(x: Tensor) -> Tensor:
    """You return the sum of each channel. Divide it by the number of cells, h * w (section 6,
    "Global average pooling").
    """
    return x.sum(dim=(2, 3))


@instead_of("global_avg_pool2d")
def map_is_taken_for_a_square(x: Tensor) -> Tensor:
    """You divide by h * h, which is right on squares only. A map has h * w cells (section 6,
    "Global average pooling").
    """
    return x.sum(dim=(2, 3)) / x.shape[2] ** 2


@instead_of("global_avg_pool2d")
def images_are_averaged_together(x: Tensor) -> Tensor:
    """You average over the images, too, so all images of a batch get the same numbers. Average over
    rows and columns only: axes 2 and 3 (section 6, "Global average pooling").
    """
    return x.mean(dim=(0, 2, 3)).expand(x.shape[:2])


@instead_of("global_avg_pool2d")
def largest_value_of_each_channel(x: Tensor) -> Tensor:
    """You return the largest value of each channel. This question asks for the mean of all its
    cells (section 6, "Global average pooling").
    """
    return x.amax(dim=(2, 3))


@instead_of("global_avg_pool2d")
def maps_are_divided_in_place(x: Tensor) -> Tensor:
    """You divide x itself, so the caller's images are different afterwards, and no gradient can flow.
    Make a new tensor: `/` in place of `/=` (section 10, "When it does not work").
    """
    x /= x.shape[2] * x.shape[3]
    return x.sum(dim=(2, 3))
