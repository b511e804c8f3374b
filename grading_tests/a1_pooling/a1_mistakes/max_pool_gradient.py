"""Mistakes in the gradient of `max_pool2d`, where its values are right."""

from typing import Any

import torch
from torch import Tensor

from autograder.suite import instead_of
from reference import pooling as correct
from reference.output_size import Window
from reference.windows import windows


@instead_of("max_pool2d")
def gradient_is_cut_off(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """Your values are right, but autograd finds no way back to x: detach, .data, .item() or NumPy
    cut it. Compute with tensors from x to the result (exercise `max_pool`).
    """
    return correct.max_pool2d(x.detach(), kernel_size, stride, padding)


class _EveryTiedCell(torch.autograd.Function):
    @staticmethod
    def forward(cells: Tensor) -> Tensor:  # (..., kh, kw)
        return cells.amax(dim=(-2, -1))

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor], output: Tensor) -> None:
        ctx.save_for_backward(inputs[0], output)

    @staticmethod
    def backward(ctx: Any, grad_output: Tensor) -> Tensor:
        cells, largest = ctx.saved_tensors
        return (cells == largest[..., None, None]) * grad_output[..., None, None]


@instead_of("max_pool2d")
def every_tied_cell_gets_the_whole(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """Where values tie, you give each of them the whole gradient, so the sum grows. Give it to one
    tied cell or divide it: the parts add up to the whole (section 7, "Ties").
    """
    return _EveryTiedCell.apply(windows(x, kernel_size, stride, padding, border=-torch.inf))
