"""Demands on gradients that more than one hidden test makes."""

import torch

from autograder.suite import Handle, assert_close, check, tensor


def gradient_of_x(
    function: Handle, grad_output: torch.Tensor, x: torch.Tensor, **window: object
) -> object:
    """What comes back for x when `grad_output` is pulled through `function(x, **window)`."""
    found = function.vjp(grad_output, x, **window).args
    check(len(found) == 1, "the gradient of x did not come back")
    return found[0]


def assert_shared_by_winners(
    gradient: object, grad_output: torch.Tensor, x: torch.Tensor, size: int
) -> None:
    """In each window, side by side, the largest cells share the window's gradient; others get 0."""
    gradient = tensor(gradient, x.shape, what="the gradient")
    shares, values = _windows(gradient, size), _windows(x, size)
    beaten = values < values.amax(dim=(-2, -1), keepdim=True)
    assert_close(shares * beaten, torch.zeros_like(shares), what="the gradient of smaller cells")
    what = "each window's gradient, added up over tied cells,"
    assert_close(shares.sum(dim=(-2, -1)), grad_output, summands=size * size, what=what)


def _windows(x: torch.Tensor, size: int) -> torch.Tensor:
    return x.unfold(2, size, size).unfold(3, size, size)
