"""Mistakes in `batch_norm2d`: which values a channel's statistics run over, and what is done then."""

import torch
from torch import Tensor

from autograder.suite import instead_of
from reference import batch_norm as correct
from reference.batch_statistics import per_channel

AXES = (0, 2, 3)


def normalised(x: Tensor, axes: tuple[int, ...], eps: float, correction: int = 0) -> Tensor:
    """X normalised by mean and variance over these axes."""
    var, mean = torch.var_mean(x, dim=axes, correction=correction, keepdim=True)
    return (x - mean) / torch.sqrt(var + eps)


def affine(x_hat: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    """Scaled and shifted channel by channel."""
    return x_hat * per_channel(gamma) + per_channel(beta)


@instead_of("batch_norm2d")
def normalises_with_unbiased_variance(x, gamma, beta, eps=1e-5):
    """You divide the sum of squares by n * h * w - 1, as x.var() does by default. A batch is
    normalised with the biased variance: divide by n * h * w (section 3, "Two variances").
    """
    return affine(normalised(x, AXES, eps, correction=1), gamma, beta)


@instead_of("batch_norm2d")
def eps_outside_the_root(x, gamma, beta, eps=1e-5):
    """You add eps to the standard deviation. It belongs under the root, beside the variance:
    sqrt(var + eps) (section 2, "The formula").
    """
    var, mean = torch.var_mean(x, dim=AXES, correction=0, keepdim=True)
    return affine((x - mean) / (var.sqrt() + eps), gamma, beta)


@instead_of("batch_norm2d")
def eps_is_left_out(x, gamma, beta, eps=1e-5):
    """You divide by the standard deviation alone, and a channel of equal values gives 0 / 0. Divide
    by sqrt(var + eps) (section 2, "The formula").
    """
    return affine(normalised(x, AXES, 0.0), gamma, beta)


@instead_of("batch_norm2d")
def eps_is_always_the_default(x, gamma, beta, eps=1e-5):
    """You use 1e-5 whatever eps is given. Use the argument (section 2, "The formula")."""
    return affine(normalised(x, AXES, 1e-5), gamma, beta)


@instead_of("batch_norm2d")
def statistics_of_each_pixel(x, gamma, beta, eps=1e-5):
    """You average over the images only, so every pixel has its own mean and variance. A channel's
    statistics run over rows and columns, too: axes 0, 2 and 3 (section 2, "The formula").
    """
    return affine(normalised(x, (0,), eps), gamma, beta)


@instead_of("batch_norm2d")
def statistics_of_each_image(x, gamma, beta, eps=1e-5):
    """You average inside each image only; that is instance normalisation. Batch statistics run over
    all images of the batch, too: axes 0, 2 and 3 (section 2, "The formula").
    """
    return affine(normalised(x, (2, 3), eps), gamma, beta)


@instead_of("batch_norm2d")
def statistics_over_the_channels_of_an_image(x, gamma, beta, eps=1e-5):
    """You average over everything in an image; that is layer normalisation. Each channel has its own
    statistics, over the whole batch: axes 0, 2 and 3 (section 2, "The formula").
    """
    return affine(normalised(x, (1, 2, 3), eps), gamma, beta)


@instead_of("batch_norm2d")
def one_mean_for_all_channels(x, gamma, beta, eps=1e-5):
    """You use one mean and one variance for the whole batch, so channels keep their different
    levels. Every channel has its own: average over axes 0, 2 and 3 (section 2, "The formula").
    """
    return affine(normalised(x, (0, 1, 2, 3), eps), gamma, beta)


@instead_of("batch_norm2d")
def reshape_mixes_the_channels(x, gamma, beta, eps=1e-5):
    """You reshape x to c columns without moving the channels to the end first, so that columns mix
    channels. Average over axes 0, 2 and 3, or permute before you reshape (section 2, "The formula").
    """
    return affine(normalised(x.reshape(-1, x.shape[1]), (0,), eps).reshape(x.shape), gamma, beta)


@instead_of("batch_norm2d")
def scale_and_shift_are_left_out(x, gamma, beta, eps=1e-5):
    """You return the normalised values. Multiply each channel by its gamma, then add its beta
    (section 2, "The formula").
    """
    return normalised(x, AXES, eps)


@instead_of("batch_norm2d")
def shift_before_scale(x, gamma, beta, eps=1e-5):
    """You add beta before you multiply by gamma. It is gamma * x_hat + beta: scale first, then shift
    (section 2, "The formula").
    """
    return (normalised(x, AXES, eps) + per_channel(beta)) * per_channel(gamma)


@instead_of("batch_norm2d")
def scale_and_shift_are_swapped(x, gamma, beta, eps=1e-5):
    """You multiply by beta and add gamma. gamma is the scale, beta the shift (section 2, "The
    formula").
    """
    return affine(normalised(x, AXES, eps), beta, gamma)


@instead_of("batch_norm2d")
def scale_runs_along_the_columns(x, gamma, beta, eps=1e-5):
    """You multiply by gamma as it is, and PyTorch lines `(c,)` up with the last axis, the columns.
    Reshape gamma and beta to (1, c, 1, 1) first (section 2, "One number for each channel").
    """
    return normalised(x, AXES, eps) * gamma + beta


@instead_of("batch_norm2d")
def divides_by_the_variance(x, gamma, beta, eps=1e-5):
    """You divide by var + eps. Take the square root: only divided by the standard deviation have all
    channels the same spread (section 2, "The formula").
    """
    var, mean = torch.var_mean(x, dim=AXES, correction=0, keepdim=True)
    return affine((x - mean) / (var + eps), gamma, beta)


@instead_of("batch_norm2d")
def mean_of_squares_for_variance(x, gamma, beta, eps=1e-5):
    """Your variance is the mean of x squared. Subtract the mean before you square (section 2, "The
    formula").
    """
    mean = x.mean(dim=AXES, keepdim=True)
    squares = x.square().mean(dim=AXES, keepdim=True)
    return affine((x - mean) / torch.sqrt(squares + eps), gamma, beta)


@instead_of("batch_norm2d")
def mean_is_not_subtracted(x, gamma, beta, eps=1e-5):
    """You divide by the standard deviation but leave the mean in. Subtract it first (section 2, "The
    formula").
    """
    var = x.var(dim=AXES, correction=0, keepdim=True)
    return affine(x / torch.sqrt(var + eps), gamma, beta)


@instead_of("batch_norm2d")
def statistics_are_constants_for_autograd(x, gamma, beta, eps=1e-5):
    """Your values are right, but mean and variance are cut off from x (detach, no_grad, .data or
    .item()), so part of the gradient is missing. Let autograd go through them (section 6, "Three
    ways from x to y").
    """
    var, mean = torch.var_mean(x.detach(), dim=AXES, correction=0, keepdim=True)
    return affine((x - mean) / torch.sqrt(var + eps), gamma, beta)


@instead_of("batch_norm2d")
def one_image_is_refused(x, gamma, beta, eps=1e-5):
    """You refuse a batch of one image. Its channels have h * w values each, and that is enough
    for a mean and a variance (section 3, "A batch of one").
    """
    if len(x) < 2:
        raise ValueError(f"x holds {len(x)} images; it must hold 2")
    return correct.batch_norm2d(x, gamma, beta, eps)


@instead_of("batch_norm2d")
def one_image_is_left_as_it_is(x, gamma, beta, eps=1e-5):
    """You do not normalise a batch of one image. Its channels have h * w values each: normalise
    over those (section 3, "A batch of one").
    """
    return x if len(x) < 2 else correct.batch_norm2d(x, gamma, beta, eps)


@instead_of("batch_norm2d")
def images_are_normalised_in_place(x, gamma, beta, eps=1e-5):
    """Your values are right, but your function changes x: operators that end in _, and `-=` or `/=`,
    write into it. Compute new tensors (exercise `normalize`).
    """
    y = correct.batch_norm2d(x, gamma, beta, eps)
    with torch.no_grad():
        x.copy_(y)
    return y
