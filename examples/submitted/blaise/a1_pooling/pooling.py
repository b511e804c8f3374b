# Assignment 1, pooling
# I wrote everything with loops first and it was fast enough, so it stayed like that.

import numpy as np
import torch


def pair(value, name="value"):
    if not isinstance(value, (tuple, list)):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; it must be a number or a (height, width) pair")
    return value[0], value[1]


def output_size(n, kernel_size, stride=1, padding=0):
    # check the arguments
    if n < 1:
        raise ValueError("n must be at least 1 but it is " + str(n))
    if kernel_size < 1:
        raise ValueError("kernel_size must be at least 1 but it is " + str(kernel_size))
    if stride < 1:
        raise ValueError("stride must be at least 1 but it is " + str(stride))
    if padding < 0:
        raise ValueError("padding must be at least 0 but it is " + str(padding))
    # slide the window along and count
    count = 0
    start = -padding
    while start + kernel_size <= n + padding:
        count += 1
        start += stride
    if count == 0:
        raise ValueError("kernel_size " + str(kernel_size) + " is larger than the padded input")
    return count


def output_shape(shape, kernel_size, stride=1, padding=0):
    h, w = pair(shape, "shape")
    kh, kw = pair(kernel_size, "kernel_size")
    sh, sw = pair(stride, "stride")
    ph, pw = pair(padding, "padding")
    return (output_size(h, kh, sh, ph), output_size(w, kw, sw, pw))


def max_pool_loops(image, pool_size=2, stride=2):
    oh, ow = output_shape(image.shape, pool_size, stride)
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    out = np.zeros((oh, ow), dtype=image.dtype)
    for i in range(oh):
        for j in range(ow):
            best = image[i * sh, j * sw]  # NOT 0, the values can be negative
            for a in range(kh):
                for b in range(kw):
                    if image[i * sh + a, j * sw + b] > best:
                        best = image[i * sh + a, j * sw + b]
            out[i, j] = best
    return out


def avg_pool_loops(image, pool_size=2, stride=2):
    oh, ow = output_shape(image.shape, pool_size, stride)
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    if image.dtype == np.float32:
        out = np.zeros((oh, ow), dtype=np.float32)
    else:
        out = np.zeros((oh, ow))
    for i in range(oh):
        for j in range(ow):
            total = 0.0
            for a in range(kh):
                for b in range(kw):
                    total += image[i * sh + a, j * sw + b]
            out[i, j] = total / (kh * kw)
    return out


def check_x(x):
    if len(x.shape) != 4:
        raise ValueError("x must have 4 axes (n, c, h, w) but it has " + str(len(x.shape)))
    if x.shape[2] < 1 or x.shape[3] < 1:
        raise ValueError("x must have pixels but its shape is " + str(tuple(x.shape)))


def check_grad_output(grad_output, x, kernel_size, stride, padding):
    check_x(x)
    if stride is None:
        stride = kernel_size
    oh, ow = output_shape((x.shape[2], x.shape[3]), kernel_size, stride, padding)
    if tuple(grad_output.shape) != (x.shape[0], x.shape[1], oh, ow):
        raise ValueError(
            "grad_output must have the shape of the output, "
            + str((x.shape[0], x.shape[1], oh, ow))
            + ", but it has "
            + str(tuple(grad_output.shape))
        )


def windows_of(x, kernel_size, stride, padding):
    """yields (i, j, top, bottom, left, right) of every window, cut off at the border of the image.
    that way i never need to pad anything"""
    check_x(x)
    h, w = x.shape[2], x.shape[3]
    kh, kw = pair(kernel_size)
    if stride is None:
        stride = kernel_size
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    oh, ow = output_shape((h, w), kernel_size, stride, padding)
    # a window must not lie in the padding only
    if ph > kh / 2 or pw > kw / 2:
        raise ValueError("padding must be at most half of the window but it is " + str(padding))
    for i in range(oh):
        for j in range(ow):
            top = i * sh - ph
            left = j * sw - pw
            yield i, j, max(top, 0), min(top + kh, h), max(left, 0), min(left + kw, w)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    rows = []
    for i, j, top, bottom, left, right in windows_of(x, kernel_size, stride, padding):
        if j == 0:
            rows.append([])
        window = x[:, :, top:bottom, left:right]
        biggest = window.max(dim=3).values.max(dim=2).values  # (n, c)
        rows[i].append(biggest)
    # a list of lists of (n, c) -> (n, c, oh, ow)
    return torch.stack([torch.stack(row, dim=-1) for row in rows], dim=-2)


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    kh, kw = pair(kernel_size)
    rows = []
    for i, j, top, bottom, left, right in windows_of(x, kernel_size, stride, padding):
        if j == 0:
            rows.append([])
        total = x[:, :, top:bottom, left:right].sum(dim=(2, 3))
        if count_include_pad:
            rows[i].append(total / (kh * kw))
        else:
            rows[i].append(total / ((bottom - top) * (right - left)))
    return torch.stack([torch.stack(row, dim=-1) for row in rows], dim=-2)


def global_avg_pool2d(x):
    check_x(x)
    n, c, h, w = x.shape
    return x.sum(dim=3).sum(dim=2) / (h * w)


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    check_grad_output(grad_output, x, kernel_size, stride, padding)
    n, c, h, w = x.shape
    grad = torch.zeros_like(x)
    for i, j, top, bottom, left, right in windows_of(x, kernel_size, stride, padding):
        for b in range(n):
            for ch in range(c):
                # look for the first largest cell
                best_r, best_c = top, left
                for r in range(top, bottom):
                    for col in range(left, right):
                        if x[b, ch, r, col] > x[b, ch, best_r, best_c]:
                            best_r, best_c = r, col
                grad[b, ch, best_r, best_c] += grad_output[b, ch, i, j]
    return grad


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    check_grad_output(grad_output, x, kernel_size, stride, padding)
    kh, kw = pair(kernel_size)
    grad = torch.zeros_like(x)
    for i, j, top, bottom, left, right in windows_of(x, kernel_size, stride, padding):
        part = grad_output[:, :, i, j] / (kh * kw)
        grad[:, :, top:bottom, left:right] += part[:, :, None, None]
    return grad


def channel_max_pool(x, group_size):
    check_x(x)
    c = x.shape[1]
    if group_size < 1:
        raise ValueError("group_size must be at least 1 but it is " + str(group_size))
    if c % group_size != 0:
        raise ValueError(str(c) + " channels cannot be split into groups of " + str(group_size))
    groups = []
    for first in range(0, c, group_size):
        best = x[:, first]
        for k in range(first + 1, first + group_size):
            best = torch.where(x[:, k] > best, x[:, k], best)
        groups.append(best)
    return torch.stack(groups, dim=1)


def compare_pooling(x, kernel_size=2):
    result = {}
    result["max"] = max_pool2d(x, kernel_size)
    result["avg"] = avg_pool2d(x, kernel_size)
    result["difference"] = result["max"] - result["avg"]
    return result


def shift_agreement(pool, x, shift):
    a = pool(x).flatten()
    b = pool(torch.roll(x, shift, dims=-1)).flatten()
    same = 0
    for p, q in zip(a.tolist(), b.tolist()):
        if abs(p - q) < 1e-6:
            same += 1
    return same / len(a)
