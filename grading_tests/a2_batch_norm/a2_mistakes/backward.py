"""Mistakes in `batch_norm2d_backward`: missing ways from x to y, wrong counts, wrong order."""

import torch
from torch import Tensor

from autograder.suite import instead_of
from reference import batch_norm as correct
from reference.batch_statistics import per_channel

AXES = (0, 2, 3)


def parts(grad_output, x, gamma, eps, correction=0) -> tuple[Tensor, Tensor, Tensor]:
    """x_hat, 1 / standard deviation, and the gradient of x_hat."""
    var, mean = torch.var_mean(x, dim=AXES, correction=correction, keepdim=True)
    inverse = (var + eps).rsqrt()
    return (x - mean) * inverse, inverse, grad_output * per_channel(gamma)


def mean(values: Tensor) -> Tensor:
    """The mean of each channel, `(1, c, 1, 1)`."""
    return values.mean(dim=AXES, keepdim=True)


def answer(grad_output, x_hat, grad_x) -> tuple[Tensor, Tensor, Tensor]:
    """This gradient of x beside the right gradients of gamma and beta."""
    return grad_x, (grad_output * x_hat).sum(dim=AXES), grad_output.sum(dim=AXES)


@instead_of("batch_norm2d_backward")
def mean_and_variance_are_constants(grad_output, x, gamma, eps=1e-5):
    """Your gradient of x takes mean and variance for constants. They are made of x, so two more ways
    lead from x to y: add the parts through the mean and the variance (section 6, "Three ways from x
    to y").
    """
    x_hat, inverse, grad_x_hat = parts(grad_output, x, gamma, eps)
    return answer(grad_output, x_hat, grad_x_hat * inverse)


@instead_of("batch_norm2d_backward")
def variance_is_a_constant(grad_output, x, gamma, eps=1e-5):
    """Your gradient of x leaves out the way through the variance. Subtract x_hat * mean(g * x_hat),
    where g is the gradient of x_hat (section 6, "Three ways from x to y").
    """
    x_hat, inverse, g = parts(grad_output, x, gamma, eps)
    return answer(grad_output, x_hat, (g - mean(g)) * inverse)


@instead_of("batch_norm2d_backward")
def mean_is_a_constant(grad_output, x, gamma, eps=1e-5):
    """Your gradient of x leaves out the way through the mean. Subtract mean(g), where g is the
    gradient of x_hat (section 6, "Three ways from x to y").
    """
    x_hat, inverse, g = parts(grad_output, x, gamma, eps)
    return answer(grad_output, x_hat, (g - x_hat * mean(g * x_hat)) * inverse)


@instead_of("batch_norm2d_backward")
def counts_images_only(grad_output, x, gamma, eps=1e-5):
    """You divide the sums in the gradient of x by the number of images. A channel's mean runs over
    n * h * w values: divide by that (section 6, "Three ways from x to y").
    """
    x_hat, inverse, g = parts(grad_output, x, gamma, eps)
    cells = x.shape[2] * x.shape[3]
    through = cells * (mean(g) + x_hat * mean(g * x_hat))
    return answer(grad_output, x_hat, (g - through) * inverse)


@instead_of("batch_norm2d_backward")
def sums_are_not_divided(grad_output, x, gamma, eps=1e-5):
    """In the gradient of x you subtract sums over the channel. They must be means: divide them by
    n * h * w (section 6, "Three ways from x to y").
    """
    x_hat, inverse, g = parts(grad_output, x, gamma, eps)
    count = x.numel() // x.shape[1]
    return answer(grad_output, x_hat, (g - count * (mean(g) + x_hat * mean(g * x_hat))) * inverse)


@instead_of("batch_norm2d_backward")
def gamma_is_forgotten(grad_output, x, gamma, eps=1e-5):
    """Your gradient of x misses the factor gamma. The output is gamma * x_hat + beta, so start from
    gamma * grad_output (section 6, "Three ways from x to y").
    """
    right = correct.batch_norm2d_backward(grad_output, x, gamma, eps)
    unscaled = correct.batch_norm2d_backward(grad_output, x, torch.ones_like(gamma), eps)
    return unscaled[0], *right[1:]


@instead_of("batch_norm2d_backward")
def standard_deviation_is_forgotten(grad_output, x, gamma, eps=1e-5):
    """Your gradient of x is not divided by the standard deviation. x_hat is (x - mean) / sqrt(var +
    eps): divide by that root (section 6, "Three ways from x to y").
    """
    x_hat, _, g = parts(grad_output, x, gamma, eps)
    return answer(grad_output, x_hat, g - mean(g) - x_hat * mean(g * x_hat))


@instead_of("batch_norm2d_backward")
def backward_with_unbiased_variance(grad_output, x, gamma, eps=1e-5):
    """You normalise x with the unbiased variance. The forward pass divides by n * h * w, so the
    backward pass does, too (section 3, "Two variances").
    """
    x_hat, inverse, g = parts(grad_output, x, gamma, eps, correction=1)
    return answer(grad_output, x_hat, (g - mean(g) - x_hat * mean(g * x_hat)) * inverse)


@instead_of("batch_norm2d_backward")
def backward_with_the_default_eps(grad_output, x, gamma, eps=1e-5):
    """You use 1e-5 whatever eps is given, or none. Use the argument (section 2, "The formula")."""
    return correct.batch_norm2d_backward(grad_output, x, gamma)


@instead_of("batch_norm2d_backward")
def gradients_of_parameters_are_averaged(grad_output, x, gamma, eps=1e-5):
    """You average the gradients of gamma and beta over the channel. Each value adds its part:
    sum them, do not divide (section 6, "Gamma and beta").
    """
    grad_x, grad_gamma, grad_beta = correct.batch_norm2d_backward(grad_output, x, gamma, eps)
    count = x.numel() // x.shape[1]
    return grad_x, grad_gamma / count, grad_beta / count


@instead_of("batch_norm2d_backward")
def gradients_of_parameters_are_divided_by_images(grad_output, x, gamma, eps=1e-5):
    """You divide the gradients of gamma and beta by the number of images. The loss has done its own
    averaging: sum the parts, do not divide (section 6, "Gamma and beta").
    """
    grad_x, grad_gamma, grad_beta = correct.batch_norm2d_backward(grad_output, x, gamma, eps)
    return grad_x, grad_gamma / len(x), grad_beta / len(x)


@instead_of("batch_norm2d_backward")
def gradient_of_beta_from_normalised_values(grad_output, x, gamma, eps=1e-5):
    """Your gradient of beta holds x_hat. beta is added as it is, so its gradient is the sum of
    grad_output alone (section 6, "Gamma and beta").
    """
    grad_x, grad_gamma, _ = correct.batch_norm2d_backward(grad_output, x, gamma, eps)
    return grad_x, grad_gamma, grad_gamma.clone()


@instead_of("batch_norm2d_backward")
def gradient_of_gamma_from_raw_values(grad_output, x, gamma, eps=1e-5):
    """Your gradient of gamma is the sum of grad_output * x. gamma multiplies the normalised values:
    take x_hat in place of x (section 6, "Gamma and beta").
    """
    grad_x, _, grad_beta = correct.batch_norm2d_backward(grad_output, x, gamma, eps)
    return grad_x, (grad_output * x).sum(dim=AXES), grad_beta


@instead_of("batch_norm2d_backward")
def gradients_of_parameters_are_swapped(grad_output, x, gamma, eps=1e-5):
    """You return the gradient of beta before that of gamma. The order is (grad_x, grad_gamma,
    grad_beta) (exercise `backward`).
    """
    grad_x, grad_gamma, grad_beta = correct.batch_norm2d_backward(grad_output, x, gamma, eps)
    return grad_x, grad_beta, grad_gamma


@instead_of("batch_norm2d_backward")
def gradients_of_parameters_keep_axes_of_one(grad_output, x, gamma, eps=1e-5):
    """Your gradients of gamma and beta have the shape (1, c, 1, 1). A gradient has the shape of what
    it belongs to: `(c,)` (section 2, "One number for each channel").
    """
    grad_x, *others = correct.batch_norm2d_backward(grad_output, x, gamma, eps)
    return grad_x, *(per_channel(other) for other in others)


@instead_of("batch_norm2d_backward")
def upstream_gradient_is_changed(grad_output, x, gamma, eps=1e-5):
    """Your gradients are right, but grad_output is different after the call: `*=` and `-=` write into
    it. Compute new tensors (exercise `backward`).
    """
    gradients = correct.batch_norm2d_backward(grad_output, x, gamma, eps)
    grad_output *= 0.5
    return gradients
