"""What a student's network gives must be logits; where it is not, the student reads what and when."""

from typing import Any

import torch
from torch import Tensor, nn


class TrainingError(RuntimeError):
    """A network cannot be trained; the message is written for the student."""


def network(model: Any) -> nn.Module:
    """What `build_model` made, if that is a network with something to learn."""
    if not isinstance(model, nn.Module):
        raise TrainingError(f"expected a network (nn.Module), got {type(model).__name__}")
    if not any(parameter.requires_grad for parameter in model.parameters()):
        raise TrainingError("the network has no parameters that can learn")
    return model


def logits(output: Any, n: int, classes: int, stage: str) -> Tensor:
    """What the network gave for `n` images, if it is `(n, classes)` of a floating type."""
    if not isinstance(output, Tensor):
        raise TrainingError(f"{stage}: expected logits as a tensor, got {type(output).__name__}")
    if output.shape != (n, classes):
        shape = tuple(output.shape)
        raise TrainingError(f"{stage}: expected logits of shape {(n, classes)}, got {shape}")
    if not output.is_floating_point():
        raise TrainingError(f"{stage}: expected logits of a floating dtype, got {output.dtype}")
    return output


def refuse_no_gradient(output: Tensor, stage: str) -> None:
    """`TrainingError` where no way leads from the logits back to a parameter."""
    if not output.requires_grad:
        message = "the logits are cut off from the parameters (detach, .data, no_grad or a copy?)"
        raise TrainingError(f"{stage}: {message}")


def refuse_not_finite(losses: Tensor, steps_before: int, steps: int) -> None:
    """`TrainingError` naming the first step whose loss is no number; `steps_before` were before."""
    indices = (~torch.isfinite(losses)).nonzero()
    if len(indices):
        first = int(indices[0])
        value = float(losses[first])
        raise TrainingError(f"step {steps_before + first + 1} of {steps}: the loss is {value}")
