"""a1 - pooling. All tests of the lesson pass!"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor


def pair(value, name="value"):
    if not isinstance(value, (tuple, list)):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; it must be a number or a (height, width) pair")
    return value[0], value[1]


def output_size(n: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    for name, v in [("n", n), ("kernel_size", kernel_size), ("stride", stride)]:
        if v < 1:
            raise ValueError(f"{name}={v}, has to be 1 or more")
    if padding < 0:
        raise ValueError(f"padding={padding}, has to be 0 or more")
    size = (n + 2 * padding - kernel_size) // stride + 1
    if size < 1:
        raise ValueError(f"kernel_size={kernel_size} has to fit into n + 2*padding")
    return size


def output_shape(shape, kernel_size, stride=1, padding=0):
    h, w = pair(shape)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    return output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)


def max_pool_loops(image: np.ndarray, pool_size=2, stride=2) -> np.ndarray:
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    oh, ow = output_shape(image.shape, pool_size, stride)
    out = np.empty((oh, ow), image.dtype)
    for i in range(oh):
        for j in range(ow):
            out[i, j] = np.max(image[i * sh : i * sh + kh, j * sw : j * sw + kw])
    return out


def avg_pool_loops(image: np.ndarray, pool_size=2, stride=2) -> np.ndarray:
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    oh, ow = output_shape(image.shape, pool_size, stride)
    out = np.empty((oh, ow), image.dtype if image.dtype.kind == "f" else float)
    for i in range(oh):
        for j in range(ow):
            out[i, j] = np.mean(image[i * sh : i * sh + kh, j * sw : j * sw + kw])
    return out


def check_images(x: Tensor) -> None:
    if x.dim() != 4 or 0 in x.shape[2:]:
        raise ValueError(f"x.shape={tuple(x.shape)}, has to be (n, c, h, w) with pixels")


def check(x: Tensor, kernel_size, stride, padding, grad_output=None) -> None:
    check_images(x)
    stride = kernel_size if stride is None else stride
    size = output_shape(x.shape[2:], kernel_size, stride, padding)  # complains if it does not fit
    for p, k in zip(pair(padding), pair(kernel_size)):
        if 2 * p > k:
            raise ValueError(f"padding={p}, has to be half of kernel_size={k} or less")
    if grad_output is not None and grad_output.shape != (*x.shape[:2], *size):
        raise ValueError(f"grad_output.shape={tuple(grad_output.shape)}, has to be the output's")


def cut(x: Tensor, kernel_size, stride, padding) -> Tensor:
    """(n, c, oh, ow, kh, kw)"""
    check(x, kernel_size, stride, padding)
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    x = F.pad(x, (pw, pw, ph, ph))
    return x.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x: Tensor, kernel_size, stride=None, padding=0) -> Tensor:
    return cut(x, kernel_size, stride, padding).amax(dim=(-2, -1))


def avg_pool2d(x: Tensor, kernel_size, stride=None, padding=0, count_include_pad=True) -> Tensor:
    mean = cut(x, kernel_size, stride, padding).mean(dim=(-2, -1))
    if not count_include_pad:
        # how much of every window is really image?
        real = cut(torch.ones_like(x), kernel_size, stride, padding).mean(dim=(-2, -1))
        mean = mean / real
    return mean


def global_avg_pool2d(x: Tensor) -> Tensor:
    check_images(x)
    return x.mean((2, 3))


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    check(x, kernel_size, stride, padding, grad_output)
    # for each window: where is the maximum -> add the gradient there
    n, c, h, w = x.shape
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    xp = F.pad(x, (pw, pw, ph, ph), value=float("-inf"))
    gp = torch.zeros_like(xp)
    oh, ow = grad_output.shape[2:]
    for i in range(oh):
        for j in range(ow):
            win = xp[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].reshape(n, c, kh * kw)
            one_hot = F.one_hot(win.argmax(-1), kh * kw).to(x.dtype)
            g = one_hot * grad_output[:, :, i, j, None]
            gp[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += g.reshape(n, c, kh, kw)
    return gp[:, :, ph : ph + h, pw : pw + w]


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    check(x, kernel_size, stride, padding, grad_output)
    n, c, h, w = x.shape
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    gp = x.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    oh, ow = grad_output.shape[2:]
    for i in range(oh):
        for j in range(ow):
            g = grad_output[:, :, i, j] / (kh * kw)
            gp[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += g[:, :, None, None]
    return gp[:, :, ph : ph + h, pw : pw + w]


def channel_max_pool(x: Tensor, group_size: int) -> Tensor:
    check_images(x)
    n, c, h, w = x.shape
    if group_size < 1 or c % group_size:
        raise ValueError(f"group_size={group_size} has to divide c={c}")
    return x.view(n, c // group_size, group_size, h, w).max(dim=2)[0]


def compare_pooling(x, kernel_size=2):
    mx = max_pool2d(x, kernel_size)
    av = avg_pool2d(x, kernel_size)
    return dict(max=mx, avg=av, difference=mx - av)


def shift_agreement(pool, x, shift):
    y0 = pool(x)
    y1 = pool(torch.roll(x, shift, -1))
    return float(((y0 - y1).abs() < 1e-5).to(torch.float64).mean())
