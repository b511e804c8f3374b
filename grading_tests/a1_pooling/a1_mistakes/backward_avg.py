"""Mistakes in `avg_pool2d_backward`."""

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.suite import instead_of
from reference import pooling as correct
from reference.output_size import Window, pair
from reference.pooling_backward import spread
from reference.windows import places, windows


@instead_of("avg_pool2d_backward")
def share_is_not_divided(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You hand the whole gradient to every cell of a window. A cell moves the mean by 1 / (kh * kw)
    of its own movement, so that is its share (section 7, "Backwards, by hand").
    """
    shown = windows(x, kernel_size, stride, padding, border=0.0)
    return spread(grad_output, torch.ones_like(shown), x, stride, padding)


@instead_of("avg_pool2d_backward")
def share_is_divided_by_one_side(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You divide the gradient by one side of the window. A window has kh * kw cells: each gets that
    part of the gradient (section 7, "Backwards, by hand").
    """
    shown = windows(x, kernel_size, stride, padding, border=0.0)
    shares = torch.full_like(shown, 1 / shown.shape[-2])
    return spread(grad_output, shares, x, stride, padding)


@instead_of("avg_pool2d_backward")
def last_share_overwrites(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """Where windows overlap, you keep only the share of the last one. Shares of all windows that
    show a cell add up: `+=` in place of `=` (section 7, "Backwards, by hand").
    """
    (kh, kw), (ph, pw) = pair(kernel_size, "kernel_size"), pair(padding, "padding")
    total = F.pad(torch.zeros_like(x), (pw, pw, ph, ph))
    steps = kernel_size if stride is None else stride
    for i, j, rows, columns in places((total.shape[2], total.shape[3]), kernel_size, steps):
        total[:, :, rows, columns] = grad_output[:, :, i, j, None, None] / (kh * kw)
    return total[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


@instead_of("avg_pool2d_backward")
def border_is_not_cut_off(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You return the gradient of the padded image. Cut the border off at the end: the gradient of x
    has the shape of x (exercise `backward`).
    """
    ph, pw = pair(padding, "padding")
    padded = F.pad(x, (pw, pw, ph, ph))
    return correct.avg_pool2d_backward(grad_output, padded, kernel_size, stride)


@instead_of("avg_pool2d_backward")
def padded_cells_get_no_share(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """At the border you divide by the number of real cells. The forward pass divides by kh * kw
    everywhere, so the share is 1 / (kh * kw) everywhere, too (sections 5 and 7).
    """
    shown = windows(torch.ones_like(x), kernel_size, stride, padding, border=0.0)
    shares = torch.ones_like(shown) / shown.sum(dim=(-2, -1), keepdim=True)
    return spread(grad_output, shares, x, stride, padding)


@instead_of("avg_pool2d_backward")
def gradient_is_only_enlarged(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """You repeat each gradient kh * kw times, which is right only where windows stand side by side
    and fill the image. Place each window by stride and padding (section 7).
    """
    kh, kw = pair(kernel_size, "kernel_size")
    return grad_output.repeat_interleave(kh, dim=2).repeat_interleave(kw, dim=3) / (kh * kw)


@instead_of("avg_pool2d_backward")
def incoming_gradient_is_changed(
    grad_output: Tensor,
    x: Tensor,
    kernel_size: Window,
    stride: Window | None = None,
    padding: Window = 0,
) -> Tensor:
    """Your result is right, but you divide grad_output in place, so the caller's tensor is
    different afterwards. Make a new tensor: `/` in place of `/=` (section 10, "When it does not
    work").
    """
    gradient = correct.avg_pool2d_backward(grad_output, x, kernel_size, stride, padding)
    grad_output /= 4
    return gradient
