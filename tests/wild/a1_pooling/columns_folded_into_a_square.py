"""`max_pool2d` folds its windows into a square: as many rows as columns, so that an oblong output fails."""

import math


def max_pool2d(x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    require_images(x)
    down, across = output_shape(x.shape[2:], kernel_size, stride, padding)
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    if ph > kh / 2 or pw > kw / 2:
        raise ValueError(f"padding {padding} is more than half of {kernel_size}")
    N, C = x.shape[0], x.shape[1]
    images = F.pad(x, (pw, pw, ph, ph), value=float("-inf")).reshape(
        N * C, 1, x.shape[2] + 2 * ph, x.shape[3] + 2 * pw
    )
    columns = F.unfold(images, pair(kernel_size), stride=pair(stride))  # (N*C, kh*kw, windows)
    best = columns.max(dim=1)[0]
    side = int(math.sqrt(best.shape[1]))
    return best.view(N, C, side, side)
