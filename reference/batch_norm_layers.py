"""Batch normalisation as a layer with a memory, and the block it is mostly used in."""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from reference.batch_statistics import (
    batch_norm2d,
    normalise,
    per_channel,
    require_images,
    require_one_per_channel,
    update_running_stats,
)

if TYPE_CHECKING:
    from jaxtyping import Float
    from torch import Tensor


class BatchNorm2d(nn.Module):
    """Normalises by the batch in training and by running statistics in evaluation.

    training:   y = weight * (x - batch mean) / sqrt(biased batch var + eps) + bias
    evaluation: y = weight * (x - running_mean) / sqrt(running_var + eps) + bias

    Its state dict has the names, shapes and dtypes of `torch.nn.BatchNorm2d`'s. `ValueError` when
    x has not four axes and num_features channels.
    Source: Ioffe and Szegedy (2015), algorithm 2.
    """

    weight: Tensor
    bias: Tensor
    running_mean: Tensor
    running_var: Tensor
    num_batches_tracked: Tensor

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x: Float[Tensor, "n c h w"]) -> Float[Tensor, "n c h w"]:
        """The normalised images; in training mode the running statistics move on."""
        require_images(x)
        require_one_per_channel(x, weight=self.weight)
        if self.training:
            self.track(x)
            return batch_norm2d(x, self.weight, self.bias, self.eps)
        x_hat = normalise(x, self.running_mean, self.running_var, self.eps)
        return x_hat * per_channel(self.weight) + per_channel(self.bias)

    @torch.no_grad()
    def track(self, x: Float[Tensor, "n c h w"]) -> None:
        """Take this batch into the running statistics; they are no part of any gradient."""
        mean, var = update_running_stats(x, self.running_mean, self.running_var, self.momentum)
        self.running_mean.copy_(mean)
        self.running_var.copy_(var)
        self.num_batches_tracked += 1


class ConvBNReLU(nn.Sequential):
    """3x3 convolution, batch normalisation, ReLU: `(n, in, h, w)` to `(n, out, h, w)`.

    The convolution has no bias: subtracting the mean would take it away again.
    Source: Ioffe and Szegedy (2015), section 3.2.
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__(
            nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1, bias=False),
            BatchNorm2d(out_channels),
            nn.ReLU(),
        )
