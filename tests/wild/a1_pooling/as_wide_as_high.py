"""`avg_pool2d` takes the window's height for its width."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    cut_windows(x, kernel_size, stride, padding, 0.0)
    step = pair(kernel_size if stride is None else stride)
    kh = pair(kernel_size)[0]
    kw = kh
    total = cut_windows(x, (kh, kw), step, padding, 0.0).sum(dim=(-1, -2))
    if not count_include_pad:
        return total / cut_windows(torch.ones_like(x), (kh, kw), step, padding, 0.0).sum(dim=(-1, -2))
    return total / (kh * kw)
