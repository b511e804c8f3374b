"""Pooling from first principles (assignment 1).

Idea: compute once *where* the cells of all windows are (index tensors), then every function is a
line or two. No Python loops except in the two functions that ask for them.
"""

import numpy as np
import torch
import torch.nn.functional as F


def both(v):
    """3 -> (3, 3), pairs stay as they are"""
    if isinstance(v, int):
        return v, v
    if len(v) != 2:
        raise ValueError(f"expected one number or a pair, got {tuple(v)}")
    return tuple(v)


def output_size(n, kernel_size, stride=1, padding=0):
    if n < 1 or kernel_size < 1 or stride < 1:
        raise ValueError(
            f"n, kernel_size and stride must be >= 1, got {n}, {kernel_size} and {stride}"
        )
    if padding < 0:
        raise ValueError(f"padding must be >= 0, got {padding}")
    room = n + 2 * padding - kernel_size  # how far the window can still move
    if room < 0:
        raise ValueError(f"kernel_size {kernel_size} does not fit into {n + 2 * padding} cells")
    return room // stride + 1


def output_shape(shape, kernel_size, stride=1, padding=0):
    settings = zip(both(shape), both(kernel_size), both(stride), both(padding))
    oh, ow = (output_size(*one_axis) for one_axis in settings)
    return oh, ow


def max_pool_loops(image, pool_size=2, stride=2):
    (kh, kw), (sh, sw) = both(pool_size), both(stride)
    oh, ow = output_shape(image.shape, pool_size, stride)
    rows = [
        [image[i * sh : i * sh + kh, j * sw : j * sw + kw].max() for j in range(ow)]
        for i in range(oh)
    ]
    return np.array(rows, dtype=image.dtype)


def avg_pool_loops(image, pool_size=2, stride=2):
    (kh, kw), (sh, sw) = both(pool_size), both(stride)
    oh, ow = output_shape(image.shape, pool_size, stride)
    rows = [
        [image[i * sh : i * sh + kh, j * sw : j * sw + kw].mean() for j in range(ow)]
        for i in range(oh)
    ]
    floats = np.issubdtype(image.dtype, np.floating)
    return np.array(rows, dtype=image.dtype if floats else float)


def check_images(x):
    if x.ndim != 4 or x.shape[2] < 1 or x.shape[3] < 1:
        raise ValueError(f"x must be (n, c, h, w) with at least one pixel, got {tuple(x.shape)}")


def check_gradient(grad_output, x, rows, cols):
    expected = (*x.shape[:2], len(rows), cols.shape[1])
    if grad_output.shape != expected:
        raise ValueError(f"grad_output must be {expected}, got {tuple(grad_output.shape)}")


def where_windows_are(x, kernel_size, stride, padding):
    """Row and column numbers (in the padded image) that broadcast to (oh, ow, kh, kw)."""
    check_images(x)
    stride = kernel_size if stride is None else stride
    oh, ow = output_shape(x.shape[2:], kernel_size, stride, padding)
    (kh, kw), (sh, sw), (ph, pw) = both(kernel_size), both(stride), both(padding)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding must be <= half of kernel_size {kernel_size}, got {padding}")
    rows = torch.arange(oh).mul(sh)[:, None] + torch.arange(kh)  # (oh, kh)
    cols = torch.arange(ow).mul(sw)[:, None] + torch.arange(kw)  # (ow, kw)
    return rows[:, None, :, None], cols[None, :, None, :]


def padded(x, padding, value):
    ph, pw = both(padding)
    return F.pad(x, (pw, pw, ph, ph), value=value)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    rows, cols = where_windows_are(x, kernel_size, stride, padding)
    return padded(x, padding, -torch.inf)[:, :, rows, cols].amax(dim=(-2, -1))


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    rows, cols = where_windows_are(x, kernel_size, stride, padding)
    total = padded(x, padding, 0.0)[:, :, rows, cols].sum(dim=(-2, -1))
    ones = torch.ones_like(x[:1, :1])
    # padding the ones with ones counts every cell, with zeros only the real ones
    count = padded(ones, padding, float(count_include_pad))[:, :, rows, cols].sum(dim=(-2, -1))
    return total / count


def global_avg_pool2d(x):
    check_images(x)
    return x.flatten(2).mean(-1)


def unpad(g, x, padding):
    ph, pw = both(padding)
    return g[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    rows, cols = where_windows_are(x, kernel_size, stride, padding)
    check_gradient(grad_output, x, rows, cols)
    xp = padded(x, padding, -torch.inf)
    winner = xp[:, :, rows, cols].flatten(-2).argmax(-1)  # (n, c, oh, ow), 0 .. kh*kw-1
    # number of every cell of every window in the flattened padded image
    number = (rows * xp.shape[3] + cols).flatten(-2)  # (oh, ow, kh*kw)
    number = number.expand(*winner.shape, -1).gather(-1, winner[..., None]).flatten(2)
    g = torch.zeros_like(xp).flatten(2).scatter_add(2, number, grad_output.flatten(2))
    return unpad(g.reshape(xp.shape), x, padding)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    rows, cols = where_windows_are(x, kernel_size, stride, padding)
    check_gradient(grad_output, x, rows, cols)
    kh, kw = both(kernel_size)
    g = torch.zeros_like(padded(x, padding, 0.0))
    n, c = x.shape[:2]
    share = (grad_output / (kh * kw))[..., None, None].expand(n, c, *grad_output.shape[2:], kh, kw)
    rows, cols = torch.broadcast_tensors(rows, cols)
    image = torch.arange(n).reshape(n, 1, 1, 1, 1, 1)
    channel = torch.arange(c).reshape(1, c, 1, 1, 1, 1)
    g.index_put_((image, channel, rows, cols), share, accumulate=True)
    return unpad(g, x, padding)


def channel_max_pool(x, group_size):
    check_images(x)
    c = x.shape[1]
    if group_size < 1 or c % group_size != 0:
        raise ValueError(f"group_size must divide the {c} channels, got {group_size}")
    return x.unflatten(1, (c // group_size, group_size)).amax(dim=2)


def compare_pooling(x, kernel_size=2):
    m, a = max_pool2d(x, kernel_size), avg_pool2d(x, kernel_size)
    return {"max": m, "avg": a, "difference": m - a}


def shift_agreement(pool, x, shift):
    before = pool(x)
    after = pool(x.roll(shift, dims=3))
    return torch.isclose(before, after).float().mean().item()


if __name__ == "__main__":
    # against torch, on many random settings
    for _ in range(200):
        k, s, p = (int(torch.randint(lo, hi, ())) for lo, hi in ((2, 5), (1, 4), (0, 2)))
        img = torch.randn(2, 3, 9, 7)
        assert torch.equal(max_pool2d(img, k, s, p), F.max_pool2d(img, k, s, p))
        assert torch.allclose(avg_pool2d(img, k, s, p), F.avg_pool2d(img, k, s, p), atol=1e-6)
    print("ok")
