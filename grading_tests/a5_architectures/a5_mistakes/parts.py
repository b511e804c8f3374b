"""Layers and comparisons that several mistakes are made of."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import nn


class Flatten(nn.Module):
    """Each image in a row: rows, columns, then channels, so that channels come last."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Rows of h * w * c numbers."""
        return x.permute(0, 2, 3, 1).flatten(1)


class FlattenAll(nn.Module):
    """Everything in one row, the batch included."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """One row of n * c * h * w numbers."""
        return x.reshape(-1)


class AlwaysDropout(nn.Module):
    """Dropout that does not know of modes."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Dropout in every mode."""
        return F.dropout(x, 0.5)


class NormOfMemory(nn.BatchNorm2d):
    """`F.batch_norm` without `training`: running statistics in every mode, and they stay 0 and 1."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x, scaled and shifted."""
        return F.batch_norm(x, self.running_mean, self.running_var, self.weight, self.bias)


def without_memory(channels: int) -> nn.BatchNorm2d:
    """Batch normalisation whose running statistics stay 0 and 1."""
    return nn.BatchNorm2d(channels, momentum=0.0)


def with_equal_filters(net: nn.Module) -> nn.Module:
    """The network with one value for all weights of its filters and matrices."""
    for parameter in net.parameters():
        if parameter.dim() > 1:
            nn.init.constant_(parameter, 0.01)
    return net


class Pair(nn.Module):
    """A network that returns its input beside its output."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The logits, and what went in."""
        return self.net(x), x


def with_a_spare(net: nn.Module) -> nn.Module:
    """The network with one more parameter, which no image reaches."""
    net.spare = nn.Linear(1, 1, bias=False)
    return net


def as_data(a: Any, b: Any) -> bool:
    """Equal shapes, counts and texts; tensors equal within rounding."""
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        return a.shape == b.shape and torch.allclose(a, b.to(a.dtype), rtol=1e-4, atol=1e-4)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(as_data, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(as_data(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or not isinstance(a, bool | int | float | str))


def at_least(a: Any, b: Any) -> bool:
    """As `as_data`, but any number of spare parameters explains the mistake's one."""
    if type(a) is int and type(b) is int:
        return a >= b
    if isinstance(a, dict) and "registered" in a:
        return isinstance(b, dict) and as_data(a["called"], b["called"])
    return as_data(a, b)


def both_tuples(a: Any, b: Any) -> bool:
    """As `as_data`, but it does not matter what else is in a tuple."""
    return (isinstance(a, tuple) and isinstance(b, tuple)) or as_data(a, b)
