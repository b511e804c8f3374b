"""
Assignment 1
============
everything with im2col (F.unfold), because we will need that for convolution anyway
"""
import math

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
        raise ValueError(f"bad arguments: {n}, {kernel_size}, {stride}, {padding}")
    if kernel_size > n + 2 * padding:
        raise ValueError(f"window of {kernel_size} does not fit into {n} + 2 * {padding}")
    # ceil, otherwise the last pixels would be lost
    return math.ceil((n + 2 * padding - kernel_size) / stride) + 1


def output_shape(shape, kernel_size, stride=1, padding=0):
    h, w = pair(shape, "shape")
    kh, kw = pair(kernel_size, "kernel_size")
    sh, sw = pair(stride, "stride")
    ph, pw = pair(padding, "padding")
    return output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)


def check_image(image, pool_size, stride):
    if image.ndim != 2:
        raise ValueError(f"an image has two axes, this one has {image.ndim}")
    output_shape(image.shape, pool_size, stride)  # for its errors
    return image.shape


def max_pool_loops(image, pool_size=2, stride=2):
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    h, w = check_image(image, pool_size, stride)
    res = []
    for top in range(0, h - kh + 1, sh):
        res.append([])
        for left in range(0, w - kw + 1, sw):
            res[-1].append(image[top : top + kh, left : left + kw].max())
    return np.array(res)


def avg_pool_loops(image, pool_size=2, stride=2):
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    h, w = check_image(image, pool_size, stride)
    res = []
    for top in range(0, h - kh + 1, sh):
        res.append([])
        for left in range(0, w - kw + 1, sw):
            res[-1].append(image[top : top + kh, left : left + kw].sum() / (kh * kw))
    return np.array(res).astype(image.dtype)


def check_images(x):
    if x.ndim != 4 or x.shape[2] == 0 or x.shape[3] == 0:
        raise ValueError(f"x must be (n, c, h, w) and not empty, but is {tuple(x.shape)}")


def check_grad(grad_output, cols):
    if grad_output.shape != cols[:, :, 0].shape:
        raise ValueError(f"gradient {tuple(grad_output.shape)} does not belong to this output")


def im2col(x, kernel_size, stride, padding, fill=0.0):
    """(n, c, h, w) -> (n, c, kh * kw, oh, ow)"""
    check_images(x)
    output_shape(x.shape[2:], kernel_size, stride, padding)  # for its errors
    n, c, h, w = x.shape
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding {padding} is more than half of the window {kernel_size}")
    xp = F.pad(x, [pw, pw, ph, ph], value=fill)
    oh = len(range(0, h + 2 * ph - kh + 1, sh))
    ow = len(range(0, w + 2 * pw - kw + 1, sw))
    cols = F.unfold(xp, (kh, kw), stride=(sh, sw))
    return cols.reshape(n, c, kh * kw, oh, ow)


def col2im(cols, x, kernel_size, stride, padding):
    """the way back; cells in several windows are added up"""
    n, c, h, w = x.shape
    cols = cols.reshape(n, -1, cols.shape[3] * cols.shape[4])
    return F.fold(cols, (h, w), pair(kernel_size), padding=pair(padding), stride=pair(stride))


def max_pool2d(x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    return im2col(x, kernel_size, stride, padding, -math.inf).amax(2)


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    if stride is None:
        stride = kernel_size
    s = im2col(x, kernel_size, stride, padding).sum(2)
    if count_include_pad:
        kh, kw = pair(kernel_size)
        return s / (kh * kw)
    return s / im2col(torch.ones_like(x), kernel_size, stride, padding).sum(2)


def global_avg_pool2d(x):
    check_images(x)
    return torch.einsum("nchw->nc", x) / (x.shape[2] * x.shape[3])


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    cols = im2col(x, kernel_size, stride, padding, -math.inf)
    check_grad(grad_output, cols)
    hit = torch.zeros_like(cols).scatter(2, cols.argmax(2, keepdim=True), 1.0)
    return col2im(hit * grad_output[:, :, None], x, kernel_size, stride, padding)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    cols = torch.ones_like(im2col(x, kernel_size, stride, padding))
    check_grad(grad_output, cols)
    cols = cols * grad_output[:, :, None]
    return col2im(cols / cols.shape[2], x, kernel_size, stride, padding)


def channel_max_pool(x, group_size):
    check_images(x)
    if group_size < 1 or x.shape[1] % group_size != 0:
        raise ValueError(f"{x.shape[1]} channels, groups of {group_size}: does not work out")
    return torch.cat([g.amax(1, keepdim=True) for g in x.split(group_size, dim=1)], dim=1)


def compare_pooling(x, kernel_size=2):
    a, b = max_pool2d(x, kernel_size), avg_pool2d(x, kernel_size)
    return {"max": a, "avg": b, "difference": a - b}


def shift_agreement(pool, x, shift):
    one, two = pool(x), pool(torch.roll(x, shift, 3))
    return torch.isclose(one, two, rtol=1e-4, atol=1e-6).double().mean().item()
