"""Assignment 1: pooling. The windows are in windows.py."""

import numpy as np
import torch
from windows import Windows, hw


def output_size(n, kernel_size, stride=1, padding=0):
    if n < 1 or kernel_size < 1 or stride < 1:
        raise ValueError(f"n = {n}, kernel_size = {kernel_size}, stride = {stride}: must be >= 1")
    if padding < 0:
        raise ValueError(f"padding = {padding}: must be >= 0")
    steps, _ = divmod(n + 2 * padding - kernel_size, stride)
    if steps < 0:
        raise ValueError(f"kernel_size = {kernel_size}: must be <= {n + 2 * padding}")
    return steps + 1


def output_shape(shape, kernel_size, stride=1, padding=0):
    (h, w), (kh, kw), (sh, sw), (ph, pw) = map(hw, (shape, kernel_size, stride, padding))
    return output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)


def _loops(image, pool_size, stride, summary):
    (kh, kw), (sh, sw) = hw(pool_size), hw(stride)
    oh, ow = output_shape(image.shape, pool_size, stride)
    out = np.zeros((oh, ow), dtype=image.dtype)
    for i in range(oh):
        for j in range(ow):
            window = image[i * sh : i * sh + kh, j * sw : j * sw + kw]
            out[i, j] = summary(window)
    return out


def max_pool_loops(image, pool_size=2, stride=2):
    return _loops(image, pool_size, stride, np.max)


def avg_pool_loops(image, pool_size=2, stride=2):
    return _loops(image, pool_size, stride, np.mean)


def _check_images(x):
    if x.ndim != 4 or x.shape[2] < 1 or x.shape[3] < 1:
        raise ValueError(f"x.shape = {tuple(x.shape)}: must be (n, c, h, w)")


def _check(x, kernel_size, stride, padding):
    """The shape of the output, if there is one."""
    _check_images(x)
    for p, k in zip(hw(padding), hw(kernel_size)):
        if 2 * p > k:
            raise ValueError(f"padding = {padding}: must be <= half of {kernel_size}")
    stride = kernel_size if stride is None else stride
    return (*x.shape[:2], *output_shape(x.shape[2:], kernel_size, stride, padding))


def _check_backward(grad_output, x, kernel_size, stride, padding):
    shape = _check(x, kernel_size, stride, padding)
    if grad_output.shape != shape:
        raise ValueError(f"grad_output.shape = {tuple(grad_output.shape)}: must be {shape}")


def max_pool2d(x, kernel_size, stride=None, padding=0):
    _check(x, kernel_size, stride, padding)
    windows = Windows(x, kernel_size, stride, padding, fill=float("-inf"))
    return windows.values.amax(dim=(-2, -1))


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    _check(x, kernel_size, stride, padding)
    total = Windows(x, kernel_size, stride, padding, fill=0.0).values.sum(dim=(-2, -1))
    outside = 1.0 if count_include_pad else 0.0
    ones = Windows(torch.ones_like(x), kernel_size, stride, padding, fill=outside)
    return total / ones.values.sum(dim=(-2, -1))


def global_avg_pool2d(x):
    _check_images(x)
    return x.mean(dim=(-2, -1))


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    _check_backward(grad_output, x, kernel_size, stride, padding)
    windows = Windows(x, kernel_size, stride, padding, fill=float("-inf"))
    flat = windows.values.flatten(-2)
    won = torch.zeros_like(flat).scatter_(-1, flat.argmax(-1, keepdim=True), 1.0)
    shares = won.reshape(windows.values.shape) * grad_output[..., None, None]
    return windows.put_back(shares)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    _check_backward(grad_output, x, kernel_size, stride, padding)
    windows = Windows(x, kernel_size, stride, padding, fill=0.0)
    ones = torch.ones_like(windows.values)
    return windows.put_back(ones * grad_output[..., None, None] / (windows.kh * windows.kw))


def channel_max_pool(x, group_size):
    _check_images(x)
    if group_size < 1 or x.shape[1] % group_size:
        raise ValueError(f"group_size = {group_size}: must divide {x.shape[1]}")
    n, c, h, w = x.shape
    return x.reshape(n, c // group_size, group_size, h, w).amax(dim=2)


def compare_pooling(x, kernel_size=2):
    biggest = max_pool2d(x, kernel_size)
    mean = avg_pool2d(x, kernel_size)
    return {"max": biggest, "avg": mean, "difference": biggest - mean}


def shift_agreement(pool, x, shift):
    before, after = pool(x), pool(torch.roll(x, shift, dims=-1))
    return torch.isclose(before, after).double().mean().item()
