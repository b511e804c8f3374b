"""A right hand-in in plain Python: loops over windows, results stacked together."""

import math

import numpy as np
import torch


def output_size(n, kernel_size, stride=1, padding=0):
    if n < 1 or kernel_size < 1 or stride < 1:
        raise ValueError("sizes start at 1")
    if padding < 0:
        raise ValueError("padding starts at 0")
    steps = math.floor((n + 2 * padding - kernel_size) / stride)
    if steps < 0:
        raise ValueError("the window does not fit")
    return steps + 1


def both(value):
    return [value, value] if isinstance(value, int) else list(value)


def output_shape(shape, kernel_size, stride=1, padding=0):
    axes = zip(both(shape), both(kernel_size), both(stride), both(padding), strict=True)
    return [output_size(*axis) for axis in axes]


def max_pool_loops(image, pool_size=2, stride=2):
    rows = []
    oh, ow = output_shape(list(image.shape), pool_size, stride)
    (kh, kw), (sh, sw) = both(pool_size), both(stride)
    for i in range(oh):
        row = []
        for j in range(ow):
            largest = None
            for a in range(i * sh, i * sh + kh):
                for b in range(j * sw, j * sw + kw):
                    if largest is None or image[a, b] > largest:
                        largest = image[a, b]
            row.append(largest)
        rows.append(row)
    return np.array(rows, dtype=image.dtype)


def avg_pool_loops(image, pool_size=2, stride=2):
    oh, ow = output_shape(list(image.shape), pool_size, stride)
    (kh, kw), (sh, sw) = both(pool_size), both(stride)
    means = np.zeros((oh, ow), image.dtype)
    for i in range(oh):
        for j in range(ow):
            total = 0.0
            for a in range(kh):
                for b in range(kw):
                    total += image[i * sh + a, j * sw + b]
            means[i, j] = total / (kh * kw)
    return means


def inside(x, i, j, kernel_size, stride, padding):
    """The part of window (i, j) that lies in the image: no border is ever made."""
    (kh, kw), (sh, sw), (ph, pw) = both(kernel_size), both(stride), both(padding)
    top, left = i * sh - ph, j * sw - pw
    rows = slice(max(top, 0), min(top + kh, x.shape[2]))
    return rows, slice(max(left, 0), min(left + kw, x.shape[3]))


def over_windows(x, kernel_size, stride, padding, summary):
    stride = kernel_size if stride is None else stride
    oh, ow = output_shape(list(x.shape[2:]), kernel_size, stride, padding)
    rows = []
    for i in range(oh):
        cells = []
        for j in range(ow):
            part = inside(x, i, j, kernel_size, stride, padding)
            cells.append(summary(x[:, :, part[0], part[1]]))
        rows.append(torch.stack(cells, dim=-1))
    return torch.stack(rows, dim=-2)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    def largest(window):
        return window.flatten(2).max(dim=2)[0]

    return over_windows(x, kernel_size, stride, padding, largest)


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    kh, kw = both(kernel_size)

    def mean(window):
        count = kh * kw if count_include_pad else window.shape[2] * window.shape[3]
        return window.sum(3).sum(2) / count

    return over_windows(x, kernel_size, stride, padding, mean)


def global_avg_pool2d(x):
    if len(x.shape) != 4 or 0 in x.shape:
        raise ValueError("x must be (n, c, h, w)")
    return torch.stack([torch.stack([m.mean() for m in image]) for image in x])


def check(grad_output, x, kernel_size, stride, padding):
    n, c, *size = x.shape
    stride = kernel_size if stride is None else stride
    if list(grad_output.shape) != [n, c, *output_shape(size, kernel_size, stride, padding)]:
        raise ValueError("grad_output must have the shape of the output")


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    check(grad_output, x, kernel_size, stride, padding)
    stride = kernel_size if stride is None else stride
    grad = torch.zeros_like(x)
    for n in range(grad_output.shape[0]):
        for c in range(grad_output.shape[1]):
            for i in range(grad_output.shape[2]):
                for j in range(grad_output.shape[3]):
                    rows, columns = inside(x, i, j, kernel_size, stride, padding)
                    window = x[n, c, rows, columns]
                    a, b = divmod(window.argmax().item(), window.shape[1])
                    grad[n, c, rows.start + a, columns.start + b] += grad_output[n, c, i, j]
    return grad


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    check(grad_output, x, kernel_size, stride, padding)
    stride = kernel_size if stride is None else stride
    kh, kw = both(kernel_size)
    grad = torch.zeros_like(x)
    for i in range(grad_output.shape[2]):
        for j in range(grad_output.shape[3]):
            rows, columns = inside(x, i, j, kernel_size, stride, padding)
            grad[:, :, rows, columns] += grad_output[:, :, i : i + 1, j : j + 1] / (kh * kw)
    return grad


def channel_max_pool(x, group_size):
    if len(x.shape) != 4 or group_size <= 0:
        raise ValueError("x must be (n, c, h, w), group_size at least 1")
    if x.shape[1] % group_size != 0:
        raise ValueError("the groups do not divide the channels")
    groups = []
    for start in range(0, x.shape[1], group_size):
        largest = x[:, start]
        for c in range(start + 1, start + group_size):
            largest = torch.maximum(largest, x[:, c])
        groups.append(largest)
    return torch.stack(groups, 1)


def compare_pooling(x, kernel_size=2):
    result = {}
    result["max"] = max_pool2d(x, kernel_size)
    result["avg"] = avg_pool2d(x, kernel_size)
    result["difference"] = result["max"] - result["avg"]
    return result


def shift_agreement(pool, x, shift):
    before = pool(x).flatten().tolist()
    moved = torch.cat([x[..., -shift:], x[..., :-shift]], dim=-1)
    after = pool(moved).flatten().tolist()
    same = sum(
        math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9) for a, b in zip(before, after, strict=True)
    )
    return same / len(before)
