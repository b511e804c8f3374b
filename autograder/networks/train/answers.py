"""What a student's network gives must be logits; where it is not, the student reads what and when."""

from typing import Any

import torch
from torch import Tensor, nn


class TrainingError(RuntimeError):
    """A network cannot be trained; the message is written for the student."""


def network(made: Any) -> nn.Module:
    """What `build_model` made, if that is a network with something to learn."""
    if not isinstance(made, nn.Module):
        raise TrainingError(f"expected a network (nn.Module), got {type(made).__name__}")
    if not any(parameter.requires_grad for parameter in made.parameters()):
        raise TrainingError("the network has no parameters that can learn")
    return made


def logits(given: Any, n: int, classes: int, when: str) -> Tensor:
    """What the network gave for `n` images, if it is `(n, classes)` of a floating type."""
    if not isinstance(given, Tensor):
        raise TrainingError(f"{when}: expected logits as a tensor, got {type(given).__name__}")
    if given.shape != (n, classes):
        shape = tuple(given.shape)
        raise TrainingError(f"{when}: expected logits of shape {(n, classes)}, got {shape}")
    if not given.is_floating_point():
        raise TrainingError(f"{when}: expected logits of a floating dtype, got {given.dtype}")
    return given


def refuse_no_gradient(given: Tensor, when: str) -> None:
    """`TrainingError` where no way leads from the logits back to a parameter."""
    if not given.requires_grad:
        message = "the logits are cut off from the parameters (detach, .data, no_grad or a copy?)"
        raise TrainingError(f"{when}: {message}")


def refuse_not_finite(losses: Tensor, before: int, steps: int) -> None:
    """`TrainingError` naming the first step with a loss that is no number; `before` came earlier."""
    wrong = (~torch.isfinite(losses)).nonzero()
    if len(wrong):
        first = int(wrong[0])
        value = float(losses[first])
        raise TrainingError(f"step {before + first + 1} of {steps}: the loss is {value}")
