"""Mistakes of `max_pool2d_backward` in finding the winner's place again."""

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.suite import instead_of
from reference.output_size import Window, pair
from reference.windows import windows


def _winners(
    x: Tensor, kernel_size: Window, stride: Window | None, padding: Window
) -> tuple[Tensor, Tensor]:
    """Every window of x, and the number of its first largest cell, `(n, c, oh, ow)`."""
    shown = windows(x, kernel_size, stride, padding, border=-torch.inf)
    return shown, shown.flatten(-2).argmax(dim=-1)


def _placed(
    grad_output: Tensor,
    x: Tensor,
    winners: Tensor,
    columns: int,
    steps: tuple[int, int],
    padding: Window,
    add: bool = True,
) -> Tensor:
    """Each gradient put where a winner of windows `columns` wide lies, windows `steps` apart."""
    ph, pw = pair(padding, "padding")
    total = F.pad(torch.zeros_like(x), (pw, pw, ph, ph))
    for n, c, i, j in torch.cartesian_prod(*map(torch.arange, grad_output.shape)).tolist():
        row, column = divmod(int(winners[n, c, i, j]), columns)
        place = (n, c, i * steps[0] + row, j * steps[1] + column)
        total[place] = (total[place] if add else 0) + grad_output[n, c, i, j]
    return total[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


@instead_of("max_pool2d_backward")
def last_window_overwrites(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """Where a cell wins several windows, you keep only the last gradient. Gradients of overlapping
    windows add up: `+=` in place of `=` (section 7, "Backwards, by hand").
    """
    shown, winners = _winners(x, kernel_size, stride, padding)
    steps = pair(kernel_size if stride is None else stride, "stride")
    return _placed(grad_output, x, winners, shown.shape[-1], steps, padding, add=False)


@instead_of("max_pool2d_backward")
def winner_is_decoded_with_the_stride(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You turn the number of the winner into row and column with the stride. argmax counts along
    the rows of the window: divide by the width of the window (section 7, "Backwards, by hand").
    """
    steps = pair(kernel_size if stride is None else stride, "stride")
    winners = _winners(x, kernel_size, stride, padding)[1]
    return _placed(grad_output, x, winners, steps[1], steps, padding)


@instead_of("max_pool2d_backward")
def winner_is_decoded_in_twos(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You turn the number of the winner into row and column with a fixed 2, which is right for
    windows two columns wide only. Divide by the width of the window (section 7, "Backwards, by
    hand").
    """
    steps = pair(kernel_size if stride is None else stride, "stride")
    winners = _winners(x, kernel_size, stride, padding)[1]
    return _placed(grad_output, x, winners, 2, steps, padding)


@instead_of("max_pool2d_backward")
def winner_is_placed_side_by_side(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You find the right winner, but place it as if windows stood side by side. Window (i, j)
    starts at row i * stride and column j * stride, not at i * kernel_size (section 7).
    """
    shown, winners = _winners(x, kernel_size, stride, padding)
    steps = pair(kernel_size, "kernel_size")
    return _placed(grad_output, x, winners, shown.shape[-1], steps, padding)
