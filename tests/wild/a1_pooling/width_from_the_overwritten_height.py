"""`avg_pool2d` computes its width from the height, which was just overwritten by the result's."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    windows = cut_windows(x, kernel_size, stride, padding, border=0.0)
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    padded = F.pad(x, (pw, pw, ph, ph))
    h, w = padded.shape[2:]
    h = (h - kh) // sh + 1
    w = (h - kw) // sw + 1
    result = x.new_zeros(x.shape[0], x.shape[1], h, max(w, 0))
    for i in range(result.shape[2]):
        for j in range(result.shape[3]):
            window = padded[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            result[:, :, i, j] = window.sum(dim=(2, 3)) / (kh * kw)
    if not count_include_pad:
        ones = cut_windows(torch.ones_like(x), kernel_size, stride, padding, border=0.0)
        result = result / ones.mean(dim=(-2, -1))
    return result
