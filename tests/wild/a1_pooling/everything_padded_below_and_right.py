"""`max_pool2d` puts the whole border below and to the right of the image, none above and to the left."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    if x.dim() != 4:
        raise ValueError(f"x has {x.dim()} axes, expected 4")
    step = stride if stride is not None else kernel_size
    output_shape(x.shape[2:], kernel_size, step, padding)
    kh, kw = pair(kernel_size)
    sh, sw = pair(step)
    ph, pw = pair(padding)
    if ph * 2 > kh or pw * 2 > kw:
        raise ValueError("padding must be at most half of the kernel")
    x = F.pad(x, (0, 2 * pw, 0, 2 * ph), value=-INFINITY)
    x = x.unfold(2, kh, sh)
    x = x.unfold(3, kw, sw)
    return x.contiguous().view(*x.shape[:4], -1).max(-1).values
