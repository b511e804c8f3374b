"""`max_pool2d` pads the columns by the padding of the rows."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    cut_windows(x, kernel_size, stride, padding, 0.0)
    (sh, sw) = pair(kernel_size if stride is None else stride)
    kh, kw = pair(kernel_size)
    ph, pw = pair(padding)
    pw = ph
    border = F.pad(x, (pw, pw, ph, ph), value=-INFINITY)
    rows = (border.shape[2] - kh) // sh + 1
    columns = (border.shape[3] - kw) // sw + 1
    best = torch.full((x.shape[0], x.shape[1], rows, columns), -INFINITY, dtype=x.dtype)
    for a in range(kh):
        for b in range(kw):
            view = border[:, :, a : a + sh * (rows - 1) + 1 : sh, b : b + sw * (columns - 1) + 1 : sw]
            best = torch.where(view > best, view, best)
    return best
