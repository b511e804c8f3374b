"""`avg_pool2d` cuts blocks by reshape, which ignores the stride: windows stand side by side whatever it is."""


def blocks(x, kh, kw):
    n, c, h, w = x.shape
    x = x[:, :, : h // kh * kh, : w // kw * kw]
    return x.reshape(n, c, h // kh, kh, w // kw, kw)


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    cut_windows(x, kernel_size, stride, padding, 0.0)
    kh, kw = pair(kernel_size)
    ph, pw = pair(padding)
    border = (pw, pw, ph, ph)
    total = blocks(F.pad(x, border), kh, kw).sum(dim=(3, 5))
    if count_include_pad:
        return total / (kh * kw)
    return total / blocks(F.pad(torch.ones_like(x), border), kh, kw).sum(dim=(3, 5))

