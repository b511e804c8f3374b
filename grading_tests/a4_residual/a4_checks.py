"""What several tests of this suite make and demand."""

from typing import Any

from autograder.suite import Handle, Namespace, assert_refuses_each, check, number


def made(side: Namespace, name: str, *arguments: Any, **options: Any) -> Handle:
    """What this class or function makes; lazy layers get their sizes first, so that all can be counted.

    The first argument of a block is its number of input channels; a network takes pictures.
    """
    net = getattr(side, name).new(*arguments, **options)
    channels = 3 if name == "SimpleResNet" else arguments[0]
    side.tools.fill_lazy(net, 1, channels, 8, 8)
    return net


def assert_refuses_below_one(student: Namespace, name: str, *good: int) -> None:
    """These arguments must be taken, and refused where any of them is 0 or -1."""
    made(student, name, *good)
    cases = {
        f"argument {i + 1} is {bad}": (*good[:i], bad, *good[i + 1 :])
        for i in range(len(good))
        for bad in (0, -1)
    }
    assert_refuses_each(student, name, cases)


def precise(namespace: Namespace, net: Handle) -> Handle:
    """The same network in float64."""
    namespace.tools.in_dtype(net, "float64")
    return net


def silent(namespace: Namespace, net: Handle) -> Handle:
    """The same network in eval mode and float64, all its convolutions zero."""
    precise(namespace, net).eval()
    namespace.props.silence_convolutions(net)
    return net


def positive_numbers(got: Any, count: int, what: str = "the answer") -> list[float]:
    """The answer as that many numbers, each finite and above zero."""
    check(isinstance(got, list | tuple), f"{what} must be a list")
    check(len(got) == count, f"{what} has {len(got)} numbers, expected {count}: one for each block")
    numbers = [number(value, what=f"each of {what}") for value in got]
    good = all(0 < value < float("inf") for value in numbers)
    check(good, f"{what} must hold positive finite numbers")
    return numbers
