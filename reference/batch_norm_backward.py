"""The gradients of batch normalisation by hand: no autograd.

Mean and variance come from the batch, so each value moves the whole channel's output: that is where
the two means in the gradient of x come from.
Source: Ioffe and Szegedy (2015), section 3.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from reference.batch_statistics import (
    batch_statistics,
    normalise,
    per_channel,
    require_images,
    require_one_per_channel,
)

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


def batch_norm2d_backward(
    grad_output: Float[Tensor, "n c h w"],
    x: Float[Tensor, "n c h w"],
    gamma: Float[Tensor, " c"],
    eps: float = 1e-5,
) -> tuple[Float[Tensor, "n c h w"], Float[Tensor, " c"], Float[Tensor, " c"]]:
    """The gradients of x, gamma and beta, given that of `batch_norm2d(x, gamma, beta, eps)`.

    `ValueError` when x has not four axes, gamma is not one value for each channel, or grad_output
    has another shape than x.
    """
    require_images(x)
    require_one_per_channel(x, gamma=gamma)
    if grad_output.shape != x.shape:
        shape = tuple(grad_output.shape)
        raise ValueError(f"grad_output has shape {shape}; it must be x's, {tuple(x.shape)}")
    mean, var = batch_statistics(x)
    x_hat = normalise(x, mean, var, eps)
    grad_gamma = (grad_output * x_hat).sum(dim=(0, 2, 3))
    grad_beta = grad_output.sum(dim=(0, 2, 3))
    grad_x_hat = grad_output * per_channel(gamma)
    through_mean = grad_x_hat.mean(dim=(0, 2, 3), keepdim=True)
    through_var = x_hat * (grad_x_hat * x_hat).mean(dim=(0, 2, 3), keepdim=True)
    grad_x = (grad_x_hat - through_mean - through_var) / torch.sqrt(per_channel(var) + eps)
    return grad_x, grad_gamma, grad_beta
