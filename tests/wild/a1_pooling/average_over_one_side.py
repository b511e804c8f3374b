"""`avg_pool2d` divides the sum by kh + kw instead of kh * kw."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    windows = cut_windows(x, kernel_size, stride, padding, border=0.0)
    kh, kw = pair(kernel_size)
    total = windows.sum(dim=(-2, -1))
    if count_include_pad:
        return total / (kh + kw)
    ones = cut_windows(torch.ones_like(x), kernel_size, stride, padding, border=0.0)
    return total / ones.sum(dim=(-2, -1)) * (kh * kw) / (kh + kw)
