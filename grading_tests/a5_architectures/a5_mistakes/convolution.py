"""Mistakes in `conv2d`."""

import numpy as np

from autograder.suite import instead_of
from reference import architectures_all as correct


@instead_of("conv2d")
def flips_the_filter(x, weight, bias, padding=0):
    """You flip the filter. In neural networks it is not flipped: cell (a, b) of the filter meets cell
    (i + a, j + b) of the image (section 8, "One number at a time").
    """
    return correct.conv2d(x, weight[:, :, ::-1, ::-1], bias, padding)


@instead_of("conv2d")
def forgets_the_bias(x, weight, bias, padding=0):
    """You never add the bias: one number for each filter, at every place (section 8, "One number at a
    time").
    """
    return correct.conv2d(x, weight, 0 * bias, padding)


@instead_of("conv2d")
def adds_the_bias_for_each_channel(x, weight, bias, padding=0):
    """You add the bias once for each input channel. It is added once for each filter, behind the sum
    over channels (section 8, "One number at a time").
    """
    return correct.conv2d(x, weight, x.shape[1] * bias, padding)


@instead_of("conv2d")
def ignores_the_padding(x, weight, bias, padding=0):
    """You accept padding but never use it, so that your result is too small (section 8, "One number at a
    time").
    """
    return correct.conv2d(x, weight, bias)


@instead_of("conv2d")
def pads_at_the_far_end_only(x, weight, bias, padding=0):
    """You put all the zeros below and to the right. `padding` of them stand on each of the four sides
    (section 8, "One number at a time").
    """
    border = (0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)
    return correct.conv2d(np.pad(x, border), weight, bias)


@instead_of("conv2d")
def uses_the_first_channel_only(x, weight, bias, padding=0):
    """You use the first channel only. A filter has a slice for each channel, and all their products are
    added up (section 8, "One number at a time").
    """
    if x.shape[1] != weight.shape[1]:
        raise ValueError("the channels differ")
    return correct.conv2d(x[:, :1], weight[:, :1], bias, padding)


@instead_of("conv2d")
def convolves_the_first_image_only(x, weight, bias, padding=0):
    """All your images give the result of the first: the loop over images is missing (section 8, "One
    number at a time").
    """
    return np.repeat(correct.conv2d(x[:1], weight, bias, padding), len(x), axis=0)


@instead_of("conv2d")
def takes_images_for_squares(x, weight, bias, padding=0):
    """Your result has as many columns as rows. Width and height differ: use `x.shape[3]` for the columns
    (section 9, "When it does not work").
    """
    y = correct.conv2d(x, weight, bias, padding)
    square = np.zeros((*y.shape[:3], y.shape[2]), dtype=y.dtype)
    width = min(y.shape[2:])
    square[..., :width] = y[..., :width]
    return square


@instead_of("conv2d")
def takes_filters_for_squares(x, weight, bias, padding=0):
    """You take the filter's height for its width, too. They may differ: `kh, kw = weight.shape[2:]`
    (section 9, "When it does not work").
    """
    side = weight.shape[2]
    squared = np.zeros((*weight.shape[:3], side), dtype=weight.dtype)
    squared[..., : weight.shape[3]] = weight
    return correct.conv2d(x, squared, bias, padding)


@instead_of("conv2d")
def always_gives_float64(x, weight, bias, padding=0):
    """Your result is float64 whatever the image is: `np.zeros` without a dtype makes float64. The dtype
    of x stays (exercise `numpy_cnn`).
    """
    return correct.conv2d(x, weight, bias, padding).astype(np.float64)


@instead_of("conv2d")
def refuses_nothing(x, weight, bias, padding=0):
    """You never raise `ValueError`. Refuse other numbers of channels and a filter that does not fit,
    before you compute (exercise `numpy_cnn`).
    """
    c = min(x.shape[1], weight.shape[1])
    sizes = [n + 2 * padding - k + 1 for n, k in zip(x.shape[2:], weight.shape[2:], strict=True)]
    if min(sizes) < 1:
        return np.zeros((len(x), len(weight), *(max(0, size) for size in sizes)), dtype=x.dtype)
    return correct.conv2d(x[:, :c], weight[:, :c], bias, padding)
