"""`max_pool2d` reads the rows of F.unfold as (cell, channel), though they are (channel, cell): channels are mixed."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    require_images(x)
    stride = kernel_size if stride is None else stride
    oh, ow = output_shape(x.shape[2:], kernel_size, stride, padding)
    kh, kw = pair(kernel_size)
    ph, pw = pair(padding)
    if max(2 * ph - kh, 2 * pw - kw) > 0:
        raise ValueError("too much padding")
    b, c = x.shape[:2]
    padded = F.pad(x, [pw, pw, ph, ph], "constant", -INFINITY)
    cols = F.unfold(padded, (kh, kw), stride=pair(stride))
    cols = cols.view(b, kh * kw, c, oh * ow).max(1).values
    return cols.reshape(b, c, oh, ow)
