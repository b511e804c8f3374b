"""Mean and variance of each channel of a batch, and what is done with them.

A channel's statistics run over all images and all pixels: n * h * w values.
Source: Ioffe and Szegedy (2015), algorithm 1 and section 3.2.
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


def batch_norm2d(
    x: Float[Tensor, "n c h w"],
    gamma: Float[Tensor, " c"],
    beta: Float[Tensor, " c"],
    eps: float = 1e-5,
) -> Float[Tensor, "n c h w"]:
    """The batch normalised with its own mean and biased variance, scaled and shifted.

    y = gamma * (x - mean) / sqrt(var + eps) + beta. Differentiable in x, gamma and beta,
    through mean and variance too. `ValueError` when x has not four axes, or gamma or beta not one
    value for each channel.
    """
    require_images(x)
    require_one_per_channel(x, gamma=gamma, beta=beta)
    mean, var = batch_statistics(x)
    return normalise(x, mean, var, eps) * per_channel(gamma) + per_channel(beta)


def update_running_stats(
    x: Float[Tensor, "n c h w"],
    running_mean: Float[Tensor, " c"],
    running_var: Float[Tensor, " c"],
    momentum: float = 0.1,
) -> tuple[Float[Tensor, " c"], Float[Tensor, " c"]]:
    """(1 - momentum) * old + momentum * new, for the mean and for the unbiased variance.

    `ValueError` when x has not four axes, a running value is not one for each channel, or momentum
    lies outside [0, 1].
    """
    require_images(x)
    require_one_per_channel(x, running_mean=running_mean, running_var=running_var)
    if not 0 <= momentum <= 1:
        raise ValueError(f"momentum is {momentum}; it must lie in [0, 1]")
    mean, var = batch_statistics(x)
    count = x.numel() // x.shape[1]  # n * h * w
    unbiased = var * count / (count - 1)
    return torch.lerp(running_mean, mean, momentum), torch.lerp(running_var, unbiased, momentum)


def batch_statistics(
    x: Float[Tensor, "n c h w"],
) -> tuple[Float[Tensor, " c"], Float[Tensor, " c"]]:
    """Each channel's mean and biased variance over n, h and w."""
    mean = x.mean(dim=(0, 2, 3))
    var = ((x - per_channel(mean)) ** 2).mean(dim=(0, 2, 3))
    return mean, var


def normalise(
    x: Float[Tensor, "n c h w"], mean: Float[Tensor, " c"], var: Float[Tensor, " c"], eps: float
) -> Float[Tensor, "n c h w"]:
    """(x - mean) / sqrt(var + eps), each channel with its own mean and variance."""
    return (x - per_channel(mean)) / torch.sqrt(per_channel(var) + eps)


def per_channel(values: Float[Tensor, " c"]) -> Float[Tensor, "1 c 1 1"]:
    """One value for each channel, in the shape that meets images in arithmetic."""
    return values.reshape(1, -1, 1, 1)


def require_images(x: Tensor) -> None:
    """`ValueError` unless x has the four axes of a stack of images."""
    if x.ndim != 4:
        raise ValueError(f"x has shape {tuple(x.shape)}; it must have 4 axes")


def require_one_per_channel(x: Tensor, **values: Tensor) -> None:
    """`ValueError` that names the first of `values` that is not one number for each channel."""
    for name, value in values.items():
        if tuple(value.shape) != (x.shape[1],):
            shape = tuple(value.shape)
            raise ValueError(
                f"{name} has shape {shape}; it must be ({x.shape[1]},), one per channel"
            )
