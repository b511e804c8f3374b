"""Dropout: all that assignment a3 asks for, under the names it asks for.

Nothing changes its inputs; dtype and device stay.
Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to
prevent neural networks from overfitting" (2014); here in its inverted form, which scales during
training (section 10).
"""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from reference.architectures.cnn_with_dropout import CNNWithDropout
from reference.dropout_sweep import dropout_sweep

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped
    from torch import Tensor

__all__ = ["CNNWithDropout", "Dropout", "dropout", "dropout_backward", "dropout_sweep"]


def dropout(
    x: Float[Tensor, " *shape"],
    p: float = 0.5,
    training: bool = True,
    generator: torch.Generator | None = None,
) -> Float[Tensor, " *shape"]:
    """Each element of x set to 0 with probability p, and divided by 1 - p otherwise.

    Each element has a draw of its own, from `generator` if one is given. Not training: x itself.
    `ValueError` when p is outside [0, 1].
    """
    require_probability(p)
    if not training:
        return x
    draws = torch.rand(x.shape, device=x.device, generator=generator)  # in [0, 1)
    return (x * scale(p)).where(draws >= p, 0)


class Dropout(nn.Module):
    """Dropout in training mode, the identity in evaluation mode; no parameters.

    `ValueError` when p is outside [0, 1].
    """

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        require_probability(p)
        self.p = p

    def forward(self, x: Float[Tensor, " *shape"]) -> Float[Tensor, " *shape"]:
        """What comes out of dropout, by the mode this module is in."""
        return dropout(x, self.p, self.training)


def dropout_backward(
    grad_output: Float[Tensor, " *shape"], mask: Shaped[Tensor, " *shape"], p: float
) -> Float[Tensor, " *shape"]:
    """The gradient with respect to x; `mask` is 1 where the forward pass kept a value, else 0.

    `ValueError` when p is outside [0, 1] or the shapes differ.
    """
    require_probability(p)
    if mask.shape != grad_output.shape:
        shapes = f"{tuple(mask.shape)}; it must be grad_output's, {tuple(grad_output.shape)}"
        raise ValueError(f"mask has shape {shapes}")
    return grad_output * mask.to(grad_output.dtype) * scale(p)


def scale(p: float) -> float:
    """What a kept value is multiplied by, so that its expectation stays; at p = 1 none is kept."""
    return 1 / (1 - p) if p < 1 else 0.0


def require_probability(p: float) -> None:
    """Refuse what is no probability."""
    if not 0 <= p <= 1:
        raise ValueError(f"p is {p}; it must be from 0 to 1")
