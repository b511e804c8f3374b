"""A right hand-in built on views: `as_strided`, `sliding_window_view`, `index_add_`, lambdas."""

from itertools import product

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view

pair = lambda value: (value, value) if isinstance(value, int) else value  # noqa: E731


def output_size(n, kernel_size, stride=1, padding=0):
    if not (n > 0 and kernel_size > 0 and stride > 0 and padding >= 0):
        raise ValueError("output_size: bad argument")
    starts = range(-padding, n + padding - kernel_size + 1, stride)
    if not starts:
        raise ValueError("output_size: no window fits")
    return len(starts)


def output_shape(shape, kernel_size, stride=1, padding=0):
    (h, w), (kh, kw), (sh, sw), (ph, pw) = map(pair, (shape, kernel_size, stride, padding))
    return output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)


def max_pool_loops(image, pool_size=2, stride=2):
    output_shape(image.shape, pool_size, stride)  # refuses what does not fit
    sh, sw = pair(stride)
    return sliding_window_view(image, pair(pool_size))[::sh, ::sw].max(axis=(2, 3))


def avg_pool_loops(image, pool_size=2, stride=2):
    output_shape(image.shape, pool_size, stride)  # refuses what does not fit
    sh, sw = pair(stride)
    return sliding_window_view(image, pair(pool_size))[::sh, ::sw].mean(axis=(-2, -1))


def _view(x, kernel_size, stride, padding, border):
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    n, c, h, w = x.shape
    oh, ow = output_shape((h, w), (kh, kw), (sh, sw), (ph, pw))
    framed = torch.full((n, c, h + 2 * ph, w + 2 * pw), border, dtype=x.dtype, device=x.device)
    framed[:, :, ph : ph + h, pw : pw + w] = x
    a, b, d, e = framed.stride()
    return framed.as_strided((n, c, oh, ow, kh, kw), (a, b, d * sh, e * sw, d, e))


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return _view(x, kernel_size, stride, padding, float("-inf")).amax((-1, -2))


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    means = _view(x, kernel_size, stride, padding, 0).mean((4, 5))
    if count_include_pad:
        return means
    return means / _view(torch.ones_like(x), kernel_size, stride, padding, 0).mean((4, 5))


def global_avg_pool2d(x):
    _, _, h, w = x.shape
    if not h * w:
        raise ValueError("global_avg_pool2d: no pixels")
    return x.flatten(start_dim=2).mean(dim=-1)


def _cells(x, kernel_size, stride, padding):
    """The index in the flattened image of every cell of every window; -1 in the border."""
    h, w = x.shape[2:]
    numbers = torch.arange(h * w, dtype=torch.float64).reshape(1, 1, h, w)
    return _view(numbers, kernel_size, stride, padding, -1)[0, 0].long()  # (oh, ow, kh, kw)


def same_shape(grad_output, output):
    if grad_output.shape != output.shape:
        raise ValueError("grad_output: wrong shape")


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    same_shape(grad_output, max_pool2d(x, kernel_size, stride, padding))
    n, c, h, w = x.shape
    cells = _cells(x, kernel_size, stride, padding).flatten(2)
    shown = _view(x, kernel_size, stride, padding, float("-inf")).flatten(4)
    winner = shown.argmax(-1)
    grad = x.new_zeros(n, c, h * w)
    for i, j in product(range(n), range(c)):
        places = cells.gather(2, winner[i, j].unsqueeze(-1)).flatten()
        grad[i, j].index_add_(0, places, grad_output[i, j].flatten())
    return grad.view_as(x)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    same_shape(grad_output, avg_pool2d(x, kernel_size, stride, padding))
    cells = _cells(x, kernel_size, stride, padding)
    area = cells.shape[2] * cells.shape[3]
    grad = x.new_zeros(*x.shape[:2], x.shape[2] * x.shape[3] + 1)  # the last takes the border's
    spread = grad_output[..., None, None].expand(*grad_output.shape, *cells.shape[2:]) / area
    grad.index_add_(2, cells.flatten() % grad.shape[2], spread.flatten(2))
    return grad[..., :-1].reshape(x.shape)


def channel_max_pool(x, group_size):
    _, c, _, _ = x.shape
    if group_size not in range(1, c + 1):
        raise ValueError("channel_max_pool: no such group")
    chunks = torch.split(x, group_size, dim=1)
    if chunks[-1].shape[1] != group_size:
        raise ValueError("channel_max_pool: the last group is not full")
    return torch.cat([chunk.max(dim=1, keepdim=True).values for chunk in chunks], dim=1)


def compare_pooling(x, kernel_size=2):
    windows = _view(x, kernel_size, None, 0, 0)
    high, mean = windows.amax((-1, -2)), windows.mean((-1, -2))
    return {"max": high, "avg": mean, "difference": high - mean}


def shift_agreement(pool, x, shift):
    columns = (np.arange(x.shape[-1]) - shift) % x.shape[-1]
    return float(np.isclose(pool(x).numpy(), pool(x[..., columns]).numpy()).mean())
