"""What suites of networks share: inputs, networks under equal weights, demands on sizes and gradients.

Both sides need `props.buffer_count(net)`.
"""

from collections.abc import Callable
from typing import Any

import torch

from autograder.suite import (
    Handle,
    Namespace,
    assert_close,
    assert_equal,
    assert_unchanged,
    check,
    share_weights,
    tensor,
)

SUMMANDS = 1000  # products behind one value, over several layers


def images(*shape: int, span: tuple[float, float] = (-3.0, 3.0), seed: int = 0) -> torch.Tensor:
    """Random images in float64, both signs unless `span` says otherwise."""
    low, high = span
    generator = torch.Generator().manual_seed(seed)
    return low + (high - low) * torch.rand(shape, generator=generator, dtype=torch.float64)


def in_eval_mode(namespace: Namespace, net: Handle) -> Handle:
    """The same network in float64 and eval mode."""
    namespace.tools.in_dtype(net, "float64")
    net.eval()
    return net


def twins(
    student: Namespace, ref: Namespace, make: Callable[[Namespace], Handle], x: torch.Tensor
) -> tuple[Handle, Handle, dict[str, str]]:
    """What `make` makes on both sides, in eval mode, with equal weights and running statistics."""
    net, twin = in_eval_mode(student, make(student)), in_eval_mode(ref, make(ref))
    return net, twin, share_weights(student, net, ref, twin, x)


def assert_finite(got: Any, shape: tuple[int, ...]) -> torch.Tensor:
    """A tensor of that shape without infinities or NaN."""
    got = tensor(got, shape)
    check(bool(torch.isfinite(got).all()), "the output is not finite")
    return got


def assert_same_size(student: Namespace, ref: Namespace, net: Handle, twin: Handle) -> None:
    """As many numbers to learn, and as many kept beside them, as the reference has."""
    learned = ref.tools.parameter_count(twin)
    assert_equal(student.tools.parameter_count(net), learned, what="the number of parameters")
    kept = ref.props.buffer_count(twin)
    what = "the number of values in the buffers (running statistics)"
    assert_equal(student.props.buffer_count(net), kept, what=what)


def assert_same_gradients(
    net: Handle, twin: Handle, names: dict[str, str], grad_output: torch.Tensor, x: torch.Tensor
) -> None:
    """Equal gradients of the input and of every parameter, matched as the weights were."""
    got, expected = net.vjp(grad_output, x), twin.vjp(grad_output, x)
    check(len(got.args) == 1, "the gradient of x did not come back")
    assert_close(got.args[0], expected.args[0], SUMMANDS, what="the gradient of x")
    for name, gradient in got.parameters.items():
        check(name in names, f"there is a parameter too many: {name!r}")
        right, what = expected.parameters[names[name]], f"the gradient of {name!r}"
        check(isinstance(gradient, torch.Tensor), f"{what} is missing: its layer is not used")
        check(gradient.numel() == right.numel(), f"{what} has another shape than its parameter")
        assert_close(gradient.reshape(right.shape), right, SUMMANDS, what=what)


def assert_all_reached(net: Handle, grad_output: torch.Tensor, x: torch.Tensor) -> None:
    """Every parameter gets a gradient: no layer is built and left out."""
    parameters = net.vjp(grad_output, x).parameters
    check(bool(parameters), "there are no parameters")
    for name, gradient in parameters.items():
        used = isinstance(gradient, torch.Tensor) and bool(gradient.any())
        check(used, f"the parameter {name!r} gets no gradient: its layer is not used")
        check(bool(torch.isfinite(gradient).all()), f"the gradient of {name!r} is not finite")


def assert_left_alone(student: Namespace, net: Handle, x: torch.Tensor) -> None:
    """No call changes x: in training mode and in evaluation mode, with gradients and without."""
    for mode, turn in (("training", net.train), ("evaluation", net.eval)):
        turn()
        assert_unchanged(net, x)
        changed = student.tools.without_gradients.changes(net, x)
        where = f"in {mode} mode and under torch.no_grad()"
        check(not changed, f"{where}, x is changed in place; work on a copy or a new tensor")
