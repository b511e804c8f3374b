"""Mistakes in the values of `max_pool2d`: padding, strides, sizes, channels."""

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.suite import instead_of
from reference import pooling as correct
from reference.output_size import Window, output_shape, pair
from reference.windows import windows

INFINITY = torch.inf


@instead_of("max_pool2d")
def zeros_around_the_image(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """You pad with zeros, and a zero wins wherever all values of a window are negative. For a
    maximum the padding must be minus infinity, so that it never wins (section 4, "Padding").
    """
    return windows(x, kernel_size, stride, padding, border=0.0).amax(dim=(-2, -1))


@instead_of("max_pool2d")
def padding_is_a_small_number(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """You pad with a number that looks small enough, but some input is smaller still. Only minus
    infinity is below every number (section 4, "Padding").
    """
    return windows(x, kernel_size, stride, padding, border=-1e9).amax(dim=(-2, -1))


@instead_of("max_pool2d")
def maximum_starts_at_zero(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """You never return less than 0, even without padding: your maximum starts at 0. Start it at
    minus infinity, or take the maximum of the cells alone (section 10, "When it does not work").
    """
    return correct.max_pool2d(x, kernel_size, stride, padding).clamp(min=0)


@instead_of("max_pool2d")
def padding_is_left_out(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """You accept padding but never use it, so your result is too small. Put the border around the
    image first, then cut the windows (section 4, "Padding").
    """
    return correct.max_pool2d(x, kernel_size, stride)


@instead_of("max_pool2d")
def stride_is_ignored(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """Your windows always stand side by side, whatever the stride is. The stride says how far apart
    they start; only without one it equals the window (section 2, "How many windows fit?").
    """
    return correct.max_pool2d(x, kernel_size, None, padding)


@instead_of("max_pool2d")
def stride_is_one_when_left_out(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """Without a stride you move by 1. In pooling, stride=None means that the windows stand side by
    side: stride = kernel_size (exercise `max_pool`).
    """
    return correct.max_pool2d(x, kernel_size, 1 if stride is None else stride, padding)


@instead_of("max_pool2d")
def windows_start_at_i(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """Your result has the right size, but your windows start at row i and column j. Window (i, j)
    starts at row i * stride and column j * stride (section 10, "When it does not work").
    """
    oh, ow = correct.max_pool2d(x, kernel_size, stride, padding).shape[2:]
    return correct.max_pool2d(x, kernel_size, 1, padding)[:, :, :oh, :ow]


@instead_of("max_pool2d")
def channels_are_mixed(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """All channels of your result are equal, because your maximum runs over the channels, too. Each
    channel is pooled on its own: reduce the last two axes only (section 4).
    """
    pooled = correct.max_pool2d(x, kernel_size, stride, padding)
    return pooled.amax(dim=1, keepdim=True).expand_as(pooled)


@instead_of("max_pool2d")
def image_is_cut_into_blocks(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """You reshape the image into blocks. That works only where windows stand side by side and fill
    the image; windows that overlap or leave cells over need unfold or a loop (section 4).
    """
    (kh, kw), (ph, pw) = pair(kernel_size, "kernel_size"), pair(padding, "padding")
    x = F.pad(x, (pw, pw, ph, ph), value=-INFINITY)
    n, c, h, w = x.shape
    return x.reshape(n, c, h // kh, kh, w // kw, kw).amax(dim=(3, 5))


@instead_of("max_pool2d")
def leftover_cells_are_refused(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """You refuse images whose size does not come out even. Round the number of windows down and
    leave the cells at the far end out (section 2, "How many windows fit?").
    """
    steps = pair(kernel_size if stride is None else stride, "stride")
    sizes = zip(x.shape[2:], pair(kernel_size, "k"), pair(padding, "p"), steps, strict=True)
    if any((n + 2 * p - k) % s for n, k, p, s in sizes):
        raise ValueError
    return correct.max_pool2d(x, kernel_size, stride, padding)


@instead_of("max_pool2d")
def windows_reach_past_the_end(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """You return a window too many where sizes do not come out even: it reaches past the end. Round
    down: only whole windows count (section 2, "How many windows fit?").
    """
    k, p = pair(kernel_size, "kernel_size"), pair(padding, "padding")
    s = pair(kernel_size if stride is None else stride, "stride")
    more = [-(x.shape[2 + axis] + 2 * p[axis] - k[axis]) % s[axis] for axis in (0, 1)]
    x = F.pad(x, (p[1], p[1] + more[1], p[0], p[0] + more[0]), value=-INFINITY)
    return correct.max_pool2d(x, kernel_size, stride)


@instead_of("max_pool2d")
def height_decides_the_width(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """You use the height of the image where its width belongs. Compute the number of windows across
    from the width (section 10, "When it does not work").
    """
    (kh, kw), (ph, pw) = pair(kernel_size, "kernel_size"), pair(padding, "padding")
    sh, sw = pair(kernel_size if stride is None else stride, "stride")
    side = output_shape(x.shape[2:], (kh, kw), (sh, sw), (ph, pw))[0]
    x = F.pad(x, (pw, pw, ph, ph), value=-INFINITY)
    cells = [(i * sh, j * sw) for i in range(side) for j in range(side)]
    largest = [x[:, :, r : r + kh, q : q + kw].amax(dim=(2, 3)) for r, q in cells]
    return torch.stack(largest, dim=-1).unflatten(-1, (side, side))


@instead_of("max_pool2d")
def only_the_first_channel_is_filled(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """Only the first channel of the first image is filled in your result. The windows of every
    image and every channel are pooled: check what stands inside which loop (section 4).
    """
    pooled = correct.max_pool2d(x, kernel_size, stride, padding)
    first = torch.zeros_like(pooled)
    first[0, 0] = pooled[0, 0]
    return first


@instead_of("max_pool2d")
def result_is_always_float32(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """Your result is float32 whatever x is, because torch.zeros and torch.tensor make float32
    unless told otherwise. Give new tensors the dtype and the device of x (first lines of
    pooling.py).
    """
    return correct.max_pool2d(x, kernel_size, stride, padding).float()


@instead_of("max_pool2d")
def only_two_images_are_pooled(
    x: Tensor, kernel_size: Window, stride: Window | None = None, padding: Window = 0
) -> Tensor:
    """Only the first two images of a batch are pooled; the others stay 0. A batch may hold any number
    of images: take n from x.shape (section 4).
    """
    pooled = correct.max_pool2d(x, kernel_size, stride, padding)
    return torch.cat([pooled[:2], torch.zeros_like(pooled[2:])])
