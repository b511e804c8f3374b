"""Mistakes of `max_pool2d_backward` in what a winner gets, and who wins."""

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.suite import instead_of
from reference import pooling as correct
from reference.output_size import Window, pair
from reference.pooling_backward import spread
from reference.windows import windows


@instead_of("max_pool2d_backward")
def last_window_overwrites_all_its_cells(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """Each window overwrites all its cells, so what an earlier window put there is lost. Gradients
    of overlapping windows add up: `+=` in place of `=` (section 7, "Backwards, by hand").
    """
    shown = windows(x, kernel_size, stride, padding, border=-torch.inf)
    winners = shown.flatten(-2).argmax(dim=-1)
    wins = F.one_hot(winners, shown.shape[-2] * shown.shape[-1])
    shares = wins.reshape(shown.shape) * grad_output[..., None, None]
    return _overwritten(shares, x, stride, padding)


def _overwritten(shares: Tensor, x: Tensor, stride: Window | None, padding: Window) -> Tensor:
    oh, ow, kh, kw = shares.shape[2:]
    sh, sw = pair((kh, kw) if stride is None else stride, "stride")
    ph, pw = pair(padding, "padding")
    total = F.pad(torch.zeros_like(x), (pw, pw, ph, ph))
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
    wins = F.one_hot(winners, shown.shape[-2] * shown.shape[-1]).to(x.dtype)
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
