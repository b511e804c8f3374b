import numpy as np
import torch
import torch.nn.functional as F

# the trick of this file: cell (a, b) of ALL windows at once is a slice with a step,
#   xp[:, :, a : a + sh*(oh-1) + 1 : sh,  b : b + sw*(ow-1) + 1 : sw]
# so there are only kh * kw slices, however large the image is


def pair(value, name="value"):
    if not isinstance(value, (tuple, list)):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; it must be a number or a (height, width) pair")
    return value[0], value[1]


def output_size(n, kernel_size, stride=1, padding=0):
    assert_positive(n=n, kernel_size=kernel_size, stride=stride)
    if padding < 0:
        raise ValueError("padding = %d is negative" % padding)
    if kernel_size > n + 2 * padding:
        raise ValueError("kernel_size = %d does not fit" % kernel_size)
    return int(np.floor((n + 2 * padding - kernel_size) / stride)) + 1


def assert_positive(**numbers):
    for name, number in numbers.items():
        if number < 1:
            raise ValueError("%s = %d is not positive" % (name, number))


def output_shape(shape, kernel_size, stride=1, padding=0):
    shape, kernel_size, stride, padding = map(pair, (shape, kernel_size, stride, padding))
    return tuple(output_size(shape[d], kernel_size[d], stride[d], padding[d]) for d in (0, 1))


def max_pool_loops(image, pool_size=2, stride=2):
    return loops(image, pool_size, stride, np.max)


def avg_pool_loops(image, pool_size=2, stride=2):
    return loops(image, pool_size, stride, np.mean)


def loops(image, pool_size, stride, what):
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    oh, ow = output_shape(image.shape, pool_size, stride)
    out = []
    for i in range(oh):
        for j in range(ow):
            out.append(what(image[i * sh : i * sh + kh, j * sw : j * sw + kw]))
    return np.array(out).reshape(oh, ow)


def assert_images(x):
    if x.ndim != 4 or min(x.shape[2:]) < 1:
        raise ValueError("x of shape %s is not (n, c, h, w)" % list(x.shape))


def assert_windows(x, kernel_size, stride, padding):
    """Returns the shape of the output."""
    assert_images(x)
    for p, k in zip(pair(padding), pair(kernel_size)):
        if p > k / 2:
            raise ValueError("padding = %d is more than half the window of %d" % (p, k))
    stride = kernel_size if stride is None else stride
    return x.shape[:2] + output_shape(x.shape[2:], kernel_size, stride, padding)


def assert_gradient(grad_output, *window):
    if grad_output.shape != assert_windows(*window):
        raise ValueError("grad_output of shape %s is not the output's" % list(grad_output.shape))


def slices(h, w, kernel_size, stride, padding):
    """The slices of every cell of the window, and the sizes."""
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    oh, ow = output_shape((h, w), (kh, kw), (sh, sw), padding)
    for a in range(kh):
        for b in range(kw):
            yield slice(a, a + sh * (oh - 1) + 1, sh), slice(b, b + sw * (ow - 1) + 1, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    assert_windows(x, kernel_size, stride, padding)
    ph, pw = pair(padding)
    xp = F.pad(x, (pw, pw, ph, ph), value=-float("inf"))
    cells = [xp[:, :, r, c] for r, c in slices(*x.shape[2:], kernel_size, stride, padding)]
    return torch.stack(cells).max(dim=0).values


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    assert_windows(x, kernel_size, stride, padding)
    ph, pw = pair(padding)
    xp = F.pad(x, (pw, pw, ph, ph))
    inside = F.pad(torch.ones_like(x), (pw, pw, ph, ph), value=1.0 if count_include_pad else 0.0)
    total = count = 0
    for r, c in slices(*x.shape[2:], kernel_size, stride, padding):
        total = total + xp[:, :, r, c]
        count = count + inside[:, :, r, c]
    return total / count


def global_avg_pool2d(x):
    assert_images(x)
    return avg_pool2d(x, x.shape[2:])[:, :, 0, 0]


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    assert_gradient(grad_output, x, kernel_size, stride, padding)
    n, c, h, w = x.shape
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    xp = F.pad(x, (pw, pw, ph, ph), value=-float("inf"))
    cells = [xp[:, :, r, c] for r, c in slices(h, w, kernel_size, stride, padding)]
    winner = torch.stack(cells).argmax(dim=0)  # (n, c, oh, ow), a number below kh * kw
    grad = torch.zeros_like(xp)
    image = torch.arange(n)[:, None]
    channel = torch.arange(c)
    for i in range(winner.shape[2]):
        for j in range(winner.shape[3]):
            row = i * sh + winner[:, :, i, j] // kw
            col = j * sw + winner[:, :, i, j] % kw
            grad[image, channel, row, col] = grad_output[:, :, i, j]
    return grad[:, :, ph : ph + h, pw : pw + w]


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    assert_gradient(grad_output, x, kernel_size, stride, padding)
    h, w = x.shape[2:]
    ph, pw = pair(padding)
    kh, kw = pair(kernel_size)
    grad = torch.zeros_like(F.pad(x, (pw, pw, ph, ph)))
    for r, c in slices(h, w, kernel_size, stride, padding):
        grad[:, :, r, c] += grad_output / (kh * kw)
    return grad[:, :, ph : ph + h, pw : pw + w]


def channel_max_pool(x, group_size):
    assert_images(x)
    if group_size < 1 or x.shape[1] % group_size:
        raise ValueError("group_size = %d does not divide the channels" % group_size)
    # channels g, g + group_size, ... are the g-th members of all groups
    return torch.stack([x[:, g::group_size] for g in range(group_size)]).max(0).values


def compare_pooling(x, kernel_size=2):
    big = max_pool2d(x, kernel_size)
    mean = avg_pool2d(x, kernel_size)
    return {"max": big, "avg": mean, "difference": big - mean}


def shift_agreement(pool, x, shift):
    same = torch.isclose(pool(x), pool(x.roll(shift, -1)))
    return same.sum().item() / same.numel()
