"""Mistakes in `max_pool2d_backward`."""

import torch
from torch import Tensor

from autograder.diagnose import instead_of
from reference import pooling as correct
from reference.output_size import Window, pair
from reference.pooling_backward import spread
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
    total = torch.nn.functional.pad(torch.zeros_like(x), (pw, pw, ph, ph))
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
def last_window_overwrites_all_its_cells(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """Each window overwrites all its cells, so what an earlier window put there is lost. Gradients of
    overlapping windows add up: `+=` in place of `=` (section 7, "Backwards, by hand").
    """
    shown, winners = _winners(x, kernel_size, stride, padding)
    wins = torch.nn.functional.one_hot(winners, shown.shape[-2] * shown.shape[-1])
    shares = wins.reshape(shown.shape) * grad_output[..., None, None]
    return _overwritten(shares, x, stride, padding)


def _overwritten(shares: Tensor, x: Tensor, stride: Window | None, padding: Window) -> Tensor:
    oh, ow, kh, kw = shares.shape[2:]
    sh, sw = pair((kh, kw) if stride is None else stride, "stride")
    ph, pw = pair(padding, "padding")
    total = torch.nn.functional.pad(torch.zeros_like(x), (pw, pw, ph, ph))
    for i in range(oh):
        for j in range(ow):
            total[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] = shares[:, :, i, j]
    return total[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


@instead_of("max_pool2d_backward")
def tied_cells_all_get_the_whole(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """Where values tie, you give each of them the whole gradient, so the sum grows. Give it to one
    tied cell or divide it: the parts add up to the whole (section 7, "Ties").
    """
    shown = windows(x, kernel_size, stride, padding, border=-torch.inf)
    wins = (shown == shown.amax(dim=(-2, -1), keepdim=True)).to(x.dtype)
    return spread(grad_output, wins, x, stride, padding)


@instead_of("max_pool2d_backward")
def winner_is_decoded_with_the_stride(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You turn the number of the winner into row and column with the stride. argmax counts along the
    rows of the window: divide by the width of the window.
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
    windows two columns wide only. Divide by the width of the window.
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
    """You find the right winner, but place it as if windows stood side by side. Window (i, j) starts
    at row i * stride and column j * stride, not at i * kernel_size (section 7).
    """
    shown, winners = _winners(x, kernel_size, stride, padding)
    steps = pair(kernel_size, "kernel_size")
    return _placed(grad_output, x, winners, shown.shape[-1], steps, padding)


@instead_of("max_pool2d_backward")
def padded_zeros_take_the_gradient(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You look for the winner in an image padded with zeros, and where all values are negative a
    padded cell takes the gradient. Pad with minus infinity (section 4, "Padding").
    """
    shown = windows(x, kernel_size, stride, padding, border=0.0)
    winners = shown.flatten(-2).argmax(dim=-1)
    wins = torch.nn.functional.one_hot(winners, shown.shape[-2] * shown.shape[-1]).to(x.dtype)
    return spread(grad_output, wins.reshape(shown.shape), x, stride, padding)


@instead_of("max_pool2d_backward")
def every_cell_gets_the_gradient(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You hand the gradient to every cell of a window. A cell that did not win does not change the
    maximum: the winner gets all, the others 0 (section 7, "Backwards, by hand").
    """
    shown = windows(x, kernel_size, stride, padding, border=0.0)
    return spread(grad_output, torch.ones_like(shown), x, stride, padding)


@instead_of("max_pool2d_backward")
def incoming_gradient_is_ignored(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You mark the winners with ones and leave grad_output out. By the chain rule each winner gets
    the gradient of its window (section 7, "Backwards, by hand").
    """
    return correct.max_pool2d_backward(
        torch.ones_like(grad_output), x, kernel_size, stride, padding
    )


@instead_of("max_pool2d_backward")
def only_the_first_channel_gets_a_gradient(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """Only the first channel of the first image gets a gradient. Every image and every channel has
    its own windows: check what stands inside which loop (section 4).
    """
    first = torch.zeros_like(grad_output)
    first[0, 0] = grad_output[0, 0]
    return correct.max_pool2d_backward(first, x, kernel_size, stride, padding)
