"""Demands that more than one hidden test makes."""

from typing import Any

import torch
from torch import Tensor

from autograder.suite import Handle, article, assert_close, assert_equal, check, fields


def items(got: Any, *names: str) -> tuple[Any, ...]:
    """The items of a tuple, one for each name; a failure says what should have come."""
    wanted = ", ".join(names)
    many = isinstance(got, list | tuple)
    check(many, f"the answer must be a tuple ({wanted}), got {article(got)}")
    check(len(got) == len(names), f"the answer has {len(got)} items, expected ({wanted})")
    return tuple(got)


def assert_same_state(got: Any, expected: dict[str, Tensor]) -> None:
    """A state dict with these names and no others, and for each its shape, dtype and values."""
    fields(got, *expected, what="the state dict")
    assert_equal(sorted(map(str, got)), sorted(expected), what="the list of names in the state")
    assert_close(got, expected, summands=8, what="the state dict")


def trained(namespace: Any, *batches: Tensor, **arguments: Any) -> Handle:
    """A layer of `namespace` that has seen these batches in training mode."""
    layer = namespace.BatchNorm2d.new(batches[0].shape[1], **arguments)
    namespace.props.run(layer, *batches)
    return layer


def gradient(found: Any, place: int) -> torch.Tensor | None:
    """The gradient of the positional argument at this place."""
    check(len(found.args) > place, "a gradient did not come back")
    return found.args[place]
