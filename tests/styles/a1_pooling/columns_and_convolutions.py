"""A right hand-in built on `unfold`, `fold` and convolution; averages are convolutions."""

import numpy as np
import torch
import torch.nn.functional as F


def _two(value):
    return (value, value) if not hasattr(value, "__len__") else tuple(value)


def output_size(n, kernel_size, stride=1, padding=0):
    for name, value, least in [
        ("n", n, 1),
        ("kernel_size", kernel_size, 1),
        ("stride", stride, 1),
        ("padding", padding, 0),
    ]:
        if value < least:
            raise ValueError(f"{name} must be at least {least}, got {value}")
    size = int(np.floor((n + 2 * padding - kernel_size) / stride)) + 1
    if size < 1:
        raise ValueError(f"kernel_size {kernel_size} does not fit")
    return size


def output_shape(shape, kernel_size, stride=1, padding=0):
    return torch.Size(map(output_size, _two(shape), _two(kernel_size), _two(stride), _two(padding)))


def _check(x, kernel_size, stride, padding, grad_output=None):
    if x.dim() != 4:
        raise ValueError(f"x has {x.dim()} axes, not 4")
    size = output_shape(
        x.shape[2:], kernel_size, kernel_size if stride is None else stride, padding
    )
    if grad_output is not None and grad_output.shape != x.shape[:2] + size:
        raise ValueError(f"grad_output must be {x.shape[:2] + size}")


def _pool_loops(image, pool_size, stride, how):
    if image.ndim != 2:
        raise ValueError("image must be (h, w)")
    output_shape(image.shape, pool_size, stride)
    (kh, kw), (sh, sw) = _two(pool_size), _two(stride)
    pooled = []
    for top in range(0, image.shape[0] - kh + 1, sh):
        pooled.append([])
        for left in range(0, image.shape[1] - kw + 1, sw):
            pooled[-1].append(how(image[top : top + kh, left : left + kw]))
    return np.asarray(pooled).astype(image.dtype)


def max_pool_loops(image, pool_size=2, stride=2):
    return _pool_loops(image, pool_size, stride, how=np.max)


def avg_pool_loops(image, pool_size=2, stride=2):
    return _pool_loops(image, pool_size, stride, how=np.average)


def _columns(x, *, size, step, edge, border):
    """`(n, c, kh * kw, oh * ow)`"""
    padded = F.pad(x, (edge[1], edge[1], edge[0], edge[0]), value=border)
    n, c = x.shape[:2]
    return F.unfold(padded, size, stride=step).reshape(n, c, size[0] * size[1], -1)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    _check(x, kernel_size, stride, padding)
    size, edge = _two(kernel_size), _two(padding)
    step = size if stride is None else _two(stride)
    lowest = torch.finfo(x.dtype).min  # as good as -inf: no input is smaller
    columns = _columns(x, size=size, step=step, edge=edge, border=lowest)
    winner = columns.argmax(dim=2, keepdim=True)
    return columns.gather(2, winner).reshape(
        *x.shape[:2], *output_shape(x.shape[2:], size, step, edge)
    )


def _sums(x, size, step, edge):
    n, c, h, w = x.shape
    ones = torch.ones(1, 1, *size, dtype=x.dtype, device=x.device)
    sums = F.conv2d(x.reshape(n * c, 1, h, w), ones, stride=step, padding=edge)
    return sums.reshape(n, c, *sums.shape[2:])


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    _check(x, kernel_size, stride, padding)
    size, edge = _two(kernel_size), _two(padding)
    step = size if stride is None else _two(stride)
    count = size[0] * size[1] if count_include_pad else _sums(torch.ones_like(x), size, step, edge)
    return _sums(x, size, step, edge) / count


def global_avg_pool2d(x):
    _check(x, 1, 1, 0)
    return torch.einsum("nchw->nc", x) / (x.shape[-1] * x.shape[-2])


def _folded(columns, x, size, step, edge):
    """The transpose of `_columns`: columns added up where they came from."""
    n, c, h, w = x.shape
    whole = (h + 2 * edge[0], w + 2 * edge[1])
    padded = F.fold(columns.reshape(n, c * size[0] * size[1], -1), whole, size, stride=step)
    return padded[:, :, edge[0] : edge[0] + h, edge[1] : edge[1] + w]


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    _check(x, kernel_size, stride, padding, grad_output)
    size, edge = _two(kernel_size), _two(padding)
    step = size if stride is None else _two(stride)
    columns = _columns(x, size=size, step=step, edge=edge, border=-torch.inf)
    winner = columns.argmax(dim=2, keepdim=True)
    shares = torch.zeros_like(columns).scatter_(2, winner, grad_output.flatten(2).unsqueeze(2))
    return _folded(shares, x, size, step, edge)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    _check(x, kernel_size, stride, padding, grad_output)
    size, edge = _two(kernel_size), _two(padding)
    step = size if stride is None else _two(stride)
    area = size[0] * size[1]
    shares = grad_output.flatten(2).unsqueeze(2).expand(-1, -1, area, -1) / area
    return _folded(shares, x, size, step, edge)


def channel_max_pool(x, group_size):
    if x.dim() != 4 or group_size < 1:
        raise ValueError("x must be (n, c, h, w), group_size at least 1")
    groups, rest = divmod(x.size(1), group_size)
    if rest:
        raise ValueError(f"{x.size(1)} channels do not make groups of {group_size}")
    return x.view(x.size(0), groups, group_size, x.size(2), x.size(3)).max(dim=2).values


def compare_pooling(x, kernel_size=2):
    largest, average = (pool(x, kernel_size) for pool in (max_pool2d, avg_pool2d))
    return {"difference": largest.sub(average), "avg": average, "max": largest}


def shift_agreement(pool, x, shift):
    before, after = pool(x), pool(torch.roll(x, shifts=(0, shift), dims=(2, 3)))
    close = (before - after).abs() <= 100 * torch.finfo(before.dtype).eps * before.abs().clamp(
        min=1
    )
    return close.sum().item() / close.numel()
