"""The inputs of this suite, networks under equal weights, and demands that several tests make."""

from collections.abc import Callable
from typing import Any

import torch

from autograder.suite import (
    Handle,
    Namespace,
    assert_close,
    assert_equal,
    assert_refuses_each,
    check,
    number,
    share_weights,
    tensor,
)

SUMMANDS = 1000  # products behind one value, over several layers


def images(*shape: int, span: tuple[float, float] = (-3.0, 3.0), seed: int = 0) -> torch.Tensor:
    """Random images in float64, both signs unless `span` says otherwise."""
    low, high = span
    generator = torch.Generator().manual_seed(seed)
    return low + (high - low) * torch.rand(shape, generator=generator, dtype=torch.float64)


def made(side: Namespace, name: str, *arguments: Any, **options: Any) -> Handle:
    """What this class or function makes; lazy layers get their sizes first, so that all can be counted.

    The first argument of a block is its number of input channels; a network takes pictures.
    """
    net = getattr(side, name).new(*arguments, **options)
    channels = 3 if name == "SimpleResNet" else arguments[0]
    side.tools.fill_lazy(net, 1, channels, 8, 8)
    return net


def assert_refuses_below_one(student: Namespace, name: str, *good: int) -> None:
    """These arguments must be taken, and refused where any of them is 0."""
    made(student, name, *good)
    bad = [tuple(0 if k == i else value for k, value in enumerate(good)) for i in range(len(good))]
    cases = {f"argument {i + 1} is 0": arguments for i, arguments in enumerate(bad)}
    assert_refuses_each(student, name, cases)


def twins(
    student: Namespace, ref: Namespace, make: Callable[[Namespace], Handle], x: torch.Tensor
) -> tuple[Handle, Handle, dict[str, str]]:
    """What `make` makes on both sides, in eval mode, with equal weights and running statistics."""
    both = []
    for namespace in (student, ref):
        net = precise(namespace, make(namespace))
        net.eval()
        both.append(net)
    return *both, share_weights(student, both[0], ref, both[1], x)


def precise(namespace: Namespace, net: Handle) -> Handle:
    """The same network in float64."""
    namespace.tools.in_dtype(net, "float64")
    return net


def silent(namespace: Namespace, net: Handle) -> Handle:
    """The same network in eval mode and float64, all its convolutions zero."""
    precise(namespace, net).eval()
    namespace.props.silence_convolutions(net)
    return net


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
        what = f"the gradient of {name!r}"
        assert_close(gradient, expected.parameters[names[name]], SUMMANDS, what=what)


def assert_all_reached(net: Handle, grad_output: torch.Tensor, x: torch.Tensor) -> None:
    """Every parameter gets a gradient: no layer is built and left out."""
    parameters = net.vjp(grad_output, x).parameters
    check(bool(parameters), "there are no parameters")
    for name, gradient in parameters.items():
        used = gradient is not None and bool(gradient.any())
        check(used, f"the parameter {name!r} gets no gradient: its layer is not used")
        check(bool(torch.isfinite(gradient).all()), f"the gradient of {name!r} is not finite")


def positive_numbers(got: Any, count: int, what: str = "the answer") -> list[float]:
    """The answer as that many numbers, each finite and above zero."""
    check(isinstance(got, list | tuple), f"{what} must be a list")
    check(len(got) == count, f"{what} has {len(got)} numbers, expected {count}: one for each block")
    numbers = [number(value, what=f"each of {what}") for value in got]
    good = all(0 < value < float("inf") for value in numbers)
    check(good, f"{what} must hold positive finite numbers")
    return numbers
