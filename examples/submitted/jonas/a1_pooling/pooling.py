import numpy as np
import torch
import torch.nn.functional as F
from math import inf


def pair(value, name="value"):
    if not isinstance(value, (tuple, list)):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; it must be a number or a (height, width) pair")
    return value[0], value[1]


def output_size(n, kernel_size, stride=1, padding=0):
    if not (n >= 1 and kernel_size >= 1 and stride >= 1 and padding >= 0):
        raise ValueError(f"n={n} kernel_size={kernel_size} stride={stride} padding={padding}")
    last = n + 2 * padding - kernel_size  # last possible start of a window
    if last < 0:
        raise ValueError(f"kernel_size={kernel_size} > n + 2 * padding={n + 2 * padding}")
    return len(range(0, last + 1, stride))


def output_shape(shape, kernel_size, stride=1, padding=0):
    out = []
    for args in zip(pair(shape), pair(kernel_size), pair(stride), pair(padding)):
        out.append(output_size(*args))
    return tuple(out)


def max_pool_loops(image, pool_size=2, stride=2):
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    out = np.zeros(output_shape(image.shape, pool_size, stride), image.dtype)
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] = image[r * sh :, c * sw :][:kh, :kw].max()
    return out


def avg_pool_loops(image, pool_size=2, stride=2):
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    out = np.zeros(output_shape(image.shape, pool_size, stride), image.dtype)
    for r in range(out.shape[0]):
        for c in range(out.shape[1]):
            out[r, c] = image[r * sh :, c * sw :][:kh, :kw].mean()
    return out


def check4(x):
    if not (x.dim() == 4 and x.shape[2] >= 1 and x.shape[3] >= 1):
        raise ValueError(f"x.shape={tuple(x.shape)} is not (n, c, h, w)")


def check(x, k, s, p, g=None):
    check4(x)
    (kh, kw), (ph, pw) = pair(k), pair(p)
    out = output_shape(x.shape[2:], k, k if s is None else s, p)
    if not (ph * 2 <= kh and pw * 2 <= kw):
        raise ValueError(f"padding={p} > half of kernel_size={k}")
    if g is not None and g.shape != x.shape[:2] + out:
        raise ValueError(f"grad_output.shape={tuple(g.shape)} is not the shape of the output")


def unfolded(x, k, s, p, fill):
    check(x, k, s, p)
    (kh, kw), (sh, sw), (ph, pw) = pair(k), pair(k if s is None else s), pair(p)
    return F.pad(x, (pw, pw, ph, ph), value=fill).unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return unfolded(x, kernel_size, stride, padding, -inf).amax(dim=(4, 5))


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    mean = unfolded(x, kernel_size, stride, padding, 0).mean(dim=(4, 5))
    if count_include_pad:
        return mean
    return mean / unfolded(torch.ones_like(x), kernel_size, stride, padding, 0).mean(dim=(4, 5))


def global_avg_pool2d(x):
    check4(x)
    return torch.mean(x, dim=[2, 3])


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    check(x, kernel_size, stride, padding, grad_output)
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    xp = F.pad(x, (pw, pw, ph, ph), value=-inf)
    g = torch.zeros_like(xp)
    n, c, oh, ow = grad_output.shape
    for i in range(oh):
        for j in range(ow):
            idx = xp[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].reshape(n, c, -1).argmax(-1)
            rows = i * sh + idx // kw
            cols = j * sw + idx % kw
            for b in range(n):
                for ch in range(c):
                    g[b, ch, rows[b, ch], cols[b, ch]] += grad_output[b, ch, i, j]
    return g[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    check(x, kernel_size, stride, padding, grad_output)
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    sh, sw = pair(kernel_size if stride is None else stride)
    g = torch.zeros_like(F.pad(x, (pw, pw, ph, ph)))
    for i in range(grad_output.shape[2]):
        for j in range(grad_output.shape[3]):
            g[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += (
                grad_output[:, :, i : i + 1, j : j + 1] / kh / kw
            )
    return g[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


def channel_max_pool(x, group_size):
    check4(x)
    if not group_size >= 1:
        raise ValueError(f"group_size={group_size}")
    n, c, h, w = x.shape
    # make it divisible first: add the last channel again until the groups are full
    while c % group_size != 0:
        x = torch.cat([x, x[:, -1:]], dim=1)
    return x.reshape(n, -1, group_size, h, w).amax(dim=2)


def compare_pooling(x, kernel_size=2):
    m = max_pool2d(x, kernel_size)
    a = avg_pool2d(x, kernel_size)
    return {"max": m, "avg": a, "difference": m - a}


def shift_agreement(pool, x, shift):
    return torch.isclose(pool(x), pool(torch.roll(x, shift, -1)), atol=1e-6).double().mean().item()
