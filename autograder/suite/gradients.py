"""What `vjp` gives: an output, and the gradients of all that went in."""

import contextlib
from typing import Any

import msgspec
import torch

from autograder.errors import CheckFailure


class Gradients(msgspec.Struct, frozen=True):
    """What `vjp` gives: the output, and a gradient or None for everything that went in."""

    output: Any
    args: tuple[torch.Tensor | None, ...]
    kwargs: dict[str, torch.Tensor | None]
    parameters: dict[str, torch.Tensor | None]


def gradients(answer: Any) -> Gradients:
    """`Gradients` of what a target sent for `vjp`, whatever it sent."""
    if isinstance(answer, dict):
        with contextlib.suppress(msgspec.ValidationError):
            return msgspec.convert(answer, Gradients)
    raise CheckFailure("the gradients did not come back as tensors")
