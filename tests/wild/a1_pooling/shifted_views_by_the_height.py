"""`max_pool2d` goes through kh columns of a window in place of kw."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    cut_windows(x, kernel_size, stride, padding, 0.0)
    strides = pair(kernel_size if stride is None else stride)
    (kh, kw), (ph, pw) = pair(kernel_size), pair(padding)
    rows, columns = output_shape(x.shape[2:], kernel_size, strides, padding)
    border = F.pad(x, (pw, pw + kh, ph, ph), value=-INFINITY)
    best = None
    for a in range(kh):
        for b in range(kh):
            view = border[:, :, a :: strides[0], b :: strides[1]][:, :, :rows, :columns]
            best = view if best is None else torch.where(view > best, view, best)
    return best
