"""What a test may have done beside the code it asks, by its target: `student.tools.state(net)`.

These run on the target's side, with its objects, because weights of a large network should not
cross a wire. They hold no secret; what they tell of a hand-in is that side's claim. `registry` names
them, and those of `training`.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import torch
from torch import Tensor, nn

from autograder.networks.train import Progress, Recipe, Samples, Scale, logits_after_training
from autograder.networks.train import fill_lazy as _fill_lazy

BLOCK = 1_000_003  # values drawn per seed; a larger tensor repeats them, out of step with its rows


def fill_lazy(net: nn.Module, *shape: int) -> None:
    """Give a network's lazy layers their sizes, by zeros of this shape: before anything is counted."""
    _fill_lazy(net, shape)


def state(net: nn.Module) -> list[list[Any]]:
    """`[name, shape, is a parameter]` of each floating tensor, in registration order."""
    parameters = {name for name, _ in net.named_parameters()}
    tensors = [*net.named_parameters(), *net.named_buffers()]
    return [
        [name, list(tensor.shape), name in parameters]
        for name, tensor in tensors
        if tensor.is_floating_point()
    ]


def call_order(net: nn.Module, *args: Any) -> list[str]:
    """The names of the floating tensors in the order in which a forward pass first uses them."""
    names: dict[str, None] = {}
    for name, layer in _called(net, args):
        tensors = [*layer.named_parameters(recurse=False), *layer.named_buffers(recurse=False)]
        for tensor_name, tensor in tensors:
            if tensor.is_floating_point():
                names.setdefault(f"{name}.{tensor_name}" if name else tensor_name)
    return list(names)


def fill(net: nn.Module, plan: dict[str, list[Any]]) -> None:
    """Set each named tensor by `[role, seed]`: the reference's name for it tells what it is.

    Running variances and scales come out around 1, all else around 0.
    """
    tensors = {**dict(net.named_parameters()), **dict(net.named_buffers())}
    with torch.no_grad():
        for name, (role, seed) in plan.items():
            tensors[name].copy_(_values(role, tensors[name].shape, seed))


def layers(net: nn.Module, *args: Any) -> list[list[Any]]:
    """`[name, class, output shape]` of every leaf layer in call order, for these inputs."""
    rows: list[list[Any]] = []
    hooks = [
        layer.register_forward_hook(_recorder(rows, name))
        for name, layer in net.named_modules()
        if not list(layer.children())
    ]
    try:
        with torch.no_grad():
            net(*args)
    finally:
        for hook in hooks:
            hook.remove()
    return rows


def parameter_count(net: nn.Module) -> int:
    """How many numbers the network can learn."""
    return sum(parameter.numel() for parameter in net.parameters())


def is_training(net: nn.Module) -> bool:
    """Whether the network is in training mode."""
    return net.training


def without_gradients(net: nn.Module, *args: Any) -> Any:
    """What the network gives under `torch.no_grad()`."""
    with torch.no_grad():
        return net(*args)


def in_dtype(net: nn.Module, dtype: str) -> None:
    """Convert the network's floating tensors: `float64`."""
    net.to(getattr(torch, dtype))


def train(  # noqa: PLR0913 - what a test gives, and the target's own
    make: Callable[[], Any],
    images: Tensor,
    labels: Tensor,
    recipe: dict[str, Any],
    test_images: Tensor,
    mean: Sequence[float],
    std: Sequence[float],
    *,
    progress: Progress | None = None,
) -> Tensor:
    """The logits `(n, classes)` that a new network gives for `test_images` once it is trained.

    `make` builds the network. Images are `(n, c, h, w)` uint8, labels int64, in an order that only
    the judge knows; `mean` and `std` are those of each channel; `recipe` holds the fields of
    `autograder.networks.train.Recipe`. `progress` is the target's to give, not the test's.
    """
    samples = Samples(images, labels, Scale(tuple(mean), tuple(std)))
    training_recipe = msgspec.convert(recipe, Recipe)
    return logits_after_training(make, samples, test_images, training_recipe, progress)


def _values(role: str, shape: torch.Size, seed: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    count = shape.numel()
    draws = torch.randn(min(count, BLOCK), generator=generator, dtype=torch.float64)
    if count > BLOCK:
        draws = draws.repeat(math.ceil(count / BLOCK))[:count]
    values = draws.reshape(shape)
    if role.endswith("running_var"):
        return 0.5 + values.abs()
    if len(shape) <= 1:  # biases, means, and the scales of normalisation
        return 0.3 * values + (1.0 if role.endswith("weight") else 0.0)
    return values / math.sqrt(math.prod(shape[1:]))


def _called(net: nn.Module, args: tuple) -> list[tuple[str, nn.Module]]:
    order: list[tuple[str, nn.Module]] = []
    names = {layer: name for name, layer in net.named_modules()}

    def note(layer: nn.Module, _inputs: Any) -> None:
        order.append((names[layer], layer))

    hooks = [layer.register_forward_pre_hook(note) for layer in names]
    try:
        with torch.no_grad():
            net(*args)
    finally:
        for hook in hooks:
            hook.remove()
    return order


def _recorder(rows: list[list[Any]], name: str) -> Any:
    def record(layer: nn.Module, _inputs: Any, output: Any) -> None:
        shape = list(output.shape) if isinstance(output, torch.Tensor) else None
        rows.append([name, type(layer).__name__, shape])

    return record
