"""A right hand-in with gradients of its own: `autograd.Function`, masks, ties divided equally."""

import numpy as np
import torch
import torch.nn.functional as F


class Window:
    """The arguments of a pooling layer, checked once, as pairs."""

    def __init__(self, kernel_size, stride=None, padding=0):
        self.kh, self.kw = self.split(kernel_size)
        self.sh, self.sw = self.split(kernel_size if stride is None else stride)
        self.ph, self.pw = self.split(padding)

    @staticmethod
    def split(value):
        try:
            height, width = value
        except TypeError:
            return value, value
        return height, width

    def grid(self, h, w):
        down = output_size(h, self.kh, self.sh, self.ph)
        return down, output_size(w, self.kw, self.sw, self.pw)

    def frame(self, x, border):
        return F.pad(x, (self.pw, self.pw, self.ph, self.ph), "constant", border)

    def shifted(self, padded, grid):
        """For each cell of a window: that cell of all windows at once, a view `(n, c, oh, ow)`."""
        for a in range(self.kh):
            for b in range(self.kw):
                rows = slice(a, a + self.sh * grid[0], self.sh)
                columns = slice(b, b + self.sw * grid[1], self.sw)
                yield padded[:, :, rows, columns][:, :, : grid[0], : grid[1]]


def output_size(n, kernel_size, stride=1, padding=0):
    problems = []
    if min(n, kernel_size, stride) <= 0:
        problems.append("n, kernel_size and stride must be positive")
    if padding < 0:
        problems.append("padding must not be negative")
    if not problems and kernel_size - 2 * padding > n:
        problems.append("the window must fit")
    if problems:
        raise ValueError("; ".join(problems))
    return 1 + (n - kernel_size + 2 * padding) // stride


def output_shape(shape, kernel_size, stride=1, padding=0):
    return Window(kernel_size, stride, padding).grid(*Window.split(shape))


def _loops(reduce):
    def pool(image, pool_size=2, stride=2):
        if len(image.shape) != 2:
            raise ValueError("image must be (h, w)")
        window = Window(pool_size, stride)
        pooled = np.empty(window.grid(*image.shape), dtype=image.dtype)
        for (i, j), _ in np.ndenumerate(pooled):
            top, left = i * window.sh, j * window.sw
            pooled[i, j] = reduce(image[top : top + window.kh, left : left + window.kw])
        return pooled

    return pool


max_pool_loops = _loops(np.amax)
avg_pool_loops = _loops(np.mean)


def fitting(grad_output, x, kernel_size, stride, padding):
    if max_pool2d(x, kernel_size, stride, padding).shape != grad_output.shape:
        raise ValueError("grad_output must have the shape of the output")


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    fitting(grad_output, x, kernel_size, stride, padding)
    window = Window(kernel_size, stride, padding)
    grid, padded = grad_output.shape[2:], window.frame(x, -float("inf"))
    largest = torch.full_like(grad_output, -float("inf"))
    for cell in window.shifted(padded, grid):
        largest = torch.where(cell > largest, cell, largest)
    winners = sum((cell == largest).to(x.dtype) for cell in window.shifted(padded, grid))
    gradient = torch.zeros_like(padded)
    cells = zip(window.shifted(padded, grid), window.shifted(gradient, grid), strict=True)
    for cell, target in cells:
        target.add_(torch.where(cell == largest, grad_output / winners, 0))
    h, w = x.shape[2:]
    return gradient[:, :, window.ph : window.ph + h, window.pw : window.pw + w]


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    fitting(grad_output, x, kernel_size, stride, padding)
    window = Window(kernel_size, stride, padding)
    gradient = window.frame(torch.zeros_like(x), 0.0)
    for target in window.shifted(gradient, grad_output.shape[2:]):
        target.add_(grad_output / (window.kh * window.kw))
    h, w = x.shape[2:]
    return gradient.narrow(2, window.ph, h).narrow(3, window.pw, w)


class MaxPool(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, arguments):
        window = Window(*arguments)
        ctx.arguments = arguments
        ctx.save_for_backward(x)
        cells = window.shifted(window.frame(x, -float("inf")), window.grid(*x.shape[2:]))
        return torch.stack(list(cells)).amax(dim=0)

    @staticmethod
    def backward(ctx, grad_output):
        return max_pool2d_backward(grad_output, *ctx.saved_tensors, *ctx.arguments), None


def max_pool2d(x, kernel_size, stride=None, padding=0):
    if x.ndim != 4:
        raise ValueError("x must be (n, c, h, w)")
    return MaxPool.apply(x, (kernel_size, stride, padding))


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    if x.ndim != 4:
        raise ValueError("x must be (n, c, h, w)")
    window = Window(kernel_size, stride, padding)
    grid = window.grid(*x.shape[2:])
    total = sum(window.shifted(window.frame(x, 0.0), grid))
    if count_include_pad:
        return total / (window.kh * window.kw)
    return total / sum(window.shifted(window.frame(torch.ones_like(x), 0.0), grid))


def global_avg_pool2d(x):
    if x.ndim != 4:
        raise ValueError("x must be (n, c, h, w)")
    return avg_pool2d(x, x.shape[2:]).squeeze(-1).squeeze(-1)


def channel_max_pool(x, group_size):
    if x.ndim != 4 or group_size < 1:
        raise ValueError("x must be (n, c, h, w), group_size positive")
    if x.shape[1] % group_size:
        raise ValueError("group_size must divide the number of channels")
    return torch.stack([x[:, m::group_size] for m in range(group_size)]).max(0).values


def compare_pooling(x, kernel_size=2):
    pooled = {"max": max_pool2d(x, kernel_size), "avg": avg_pool2d(x, kernel_size)}
    return {**pooled, "difference": pooled["max"] - pooled["avg"]}


def shift_agreement(pool, x, shift):
    still, moved = pool(x), pool(x.roll(shift, -1))
    changed = ~torch.isclose(still, moved)
    return 1 - changed.float().mean().item()
