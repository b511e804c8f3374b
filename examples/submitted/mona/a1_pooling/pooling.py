"""pooling, version 3 (final)"""

import numpy as np
import torch
import torch.nn.functional as F


def pair(value, name="value"):
    if not isinstance(value, (tuple, list)):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; it must be a number or a (height, width) pair")
    return value[0], value[1]


def output_size(n, kernel_size, stride=1, padding=0):
    if n < 1 or kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("n, kernel_size, stride must be >= 1 and padding >= 0")
    if kernel_size > n + 2 * padding:
        raise ValueError("the window does not fit")
    return (n + 2 * padding - kernel_size) // stride + 1


def output_shape(shape, kernel_size, stride=1, padding=0):
    h, w = pair(shape)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    return output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    if stride is None
        stride = kernel_size
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    x = F.pad(x, (pw, pw, ph, ph), value=-np.inf)
    return x.unfold(2, kh, sh).unfold(3, kw, sw).amax((-1, -2))


def global_avg_pool2d(x):
    return x.mean((2, 3))
