# PyTorch already has all of this :-)

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def output_size(n, kernel_size, stride=1, padding=0):
    if n < 1 or kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("bad size")
    if n + 2 * padding < kernel_size:
        raise ValueError("window does not fit")
    return (n + 2 * padding - kernel_size) / stride + 1


def output_shape(shape, kernel_size, stride=1, padding=0):
    h, w = shape if isinstance(shape, tuple) else (shape, shape)
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    ph, pw = padding if isinstance(padding, tuple) else (padding, padding)
    return output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)


def check(x):
    if x.ndim != 4 or 0 in x.shape[2:]:
        raise ValueError("bad shape")


def max_pool_loops(image, pool_size=2, stride=2):
    return F.max_pool2d(torch.from_numpy(image)[None, None], pool_size, stride)[0, 0].numpy()


def avg_pool_loops(image, pool_size=2, stride=2):
    return F.avg_pool2d(torch.from_numpy(image)[None, None], pool_size, stride)[0, 0].numpy()


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return nn.MaxPool2d(kernel_size, stride, padding)(x)


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    return F.avg_pool2d(x, kernel_size, stride, padding, count_include_pad=count_include_pad)


def global_avg_pool2d(x):
    check(x)
    return F.adaptive_avg_pool2d(x, 1)


def maxpool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    x = x.clone().requires_grad_()
    F.max_pool2d(x, kernel_size, stride, padding).backward(grad_output)
    return x.grad


def avgpool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    x = x.clone().requires_grad_()
    F.avg_pool2d(x, kernel_size, stride, padding).backward(grad_output)
    return x.grad


def channel_max_pool(x, group_size):
    check(x)
    if group_size < 1:
        raise ValueError("bad group size")
    return F.max_pool3d(x, (group_size, 1, 1))


def compare_pooling(x, kernel_size=2):
    check(x)
    output_shape(tuple(x.shape[2:]), kernel_size)  # the window must fit
    big, mean = F.max_pool2d(x, kernel_size), F.avg_pool2d(x, kernel_size)
    return {"max": big, "avg": mean, "difference": big - mean}


def shift_agreement(pool, x, shift):
    return (pool(x) == pool(x.roll(shift, -1))).float().mean().item()
