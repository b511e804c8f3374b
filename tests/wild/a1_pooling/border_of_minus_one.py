"""`max_pool2d` pads with -1, which wins wherever all the pixels of a window are below it."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    require_images(x)
    oh, ow = output_shape(x.shape[2:], kernel_size, stride, padding)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    ph, pw = pair(padding)
    if 2 * ph > kh or 2 * pw > kw:
        raise ValueError(f"padding is {padding}, window is {kernel_size}")
    n, c, h, w = x.shape
    canvas = x.new_full((n, c, h + 2 * ph, w + 2 * pw), -1.0)
    canvas[:, :, ph : ph + h, pw : pw + w] = x
    return torch.stack(
        [
            torch.stack(
                [
                    canvas[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].flatten(2).max(dim=2)[0]
                    for j in range(ow)
                ],
                dim=2,
            )
            for i in range(oh)
        ],
        dim=2,
    )
