"""How the loss moves while a network is trained."""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jaxtyping import Float, Int64
    from torch import Tensor, nn


def loss_curve(
    model: nn.Module,
    batches: Iterable[tuple[Float[Tensor, "n c h w"], Int64[Tensor, " n"]]],
    lr: float,
) -> list[float]:
    """The cross-entropy of each batch just before the SGD step on it; trains the model in place.

    Plain SGD: parameter - lr * gradient. `ValueError` when lr is not above 0.
    Source: Robbins and Monro, "A stochastic approximation method" (1951).
    """
    if not lr > 0:
        raise ValueError(f"lr is {lr}; it must be above 0")
    model.train()
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return [sgd_step(model, parameters, x, y, lr) for x, y in batches]


def sgd_step(
    model: nn.Module, parameters: list[nn.Parameter], x: Tensor, y: Tensor, lr: float
) -> float:
    """The loss of one batch; one step down its gradient."""
    loss = F.cross_entropy(model(x), y)
    gradients = torch.autograd.grad(loss, parameters)
    with torch.no_grad():
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.sub_(lr * gradient)
    return loss.item()
