"""What a network holds: how many numbers it learns, and a table of its layers in call order."""

# Annotations stay text: jaxtyping checks them in development, nothing else needs it.
from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from torch import Tensor, nn

    Hook = Callable[[nn.Module, object, Tensor], None]
    Row = tuple[str, tuple[int, ...], int]  # qualified name, output shape, parameters


def count_parameters(model: nn.Module, trainable_only: bool = False) -> int:
    """How many numbers the parameters hold; one that several layers share counts once.

    Buffers, such as running means, are no parameters. `trainable_only` leaves out those that
    require no gradient.
    """
    parameters = model.parameters()
    return sum(p.numel() for p in parameters if p.requires_grad or not trainable_only)


def describe(model: nn.Module, input_shape: tuple[int, ...]) -> list[Row]:
    """A row per call of a leaf layer, in call order, for images `(n, c, h, w)` of `input_shape`.

    The model runs once, in eval mode and without gradients, and is left as it was found.
    """
    rows: list[Row] = []
    with in_eval_mode(model), rows_of_calls(model, rows), torch.no_grad():
        model(torch.zeros(input_shape))
    return rows


@contextmanager
def rows_of_calls(model: nn.Module, rows: list[Row]) -> Iterator[None]:
    """Inside, every call of a leaf layer adds a row."""

    def hook_for(name: str) -> Hook:
        def hook(layer: nn.Module, _inputs: object, output: Tensor) -> None:
            rows.append((name, tuple(output.shape), count_parameters(layer)))

        return hook

    leaves = [(name, layer) for name, layer in model.named_modules() if not [*layer.children()]]
    handles = [layer.register_forward_hook(hook_for(name)) for name, layer in leaves]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


@contextmanager
def in_eval_mode(model: nn.Module) -> Iterator[None]:
    """Inside, every layer is in eval mode; afterwards each is in the mode it was in."""
    modes = [(layer, layer.training) for layer in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for layer, training in modes:
            layer.training = training
