"""`avg_pool2d` stops one start too early, so that a window which ends at the last row or column is left out."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    cut_windows(x, kernel_size, stride, padding, border=0.0)  # raises what must be raised
    KH, KW = pair(kernel_size)
    SH, SW = pair(kernel_size if stride is None else stride)
    PH, PW = pair(padding)
    padded = F.pad(x, (PW, PW, PH, PH))
    inside = F.pad(torch.ones_like(x), (PW, PW, PH, PH))
    tops = list(range(0, padded.shape[2] - KH, SH))
    lefts = list(range(0, padded.shape[3] - KW, SW))
    out = x.new_zeros(x.shape[0], x.shape[1], len(tops), len(lefts))
    for r, top in enumerate(tops):
        for c, left in enumerate(lefts):
            patch = padded[:, :, top : top + KH, left : left + KW]
            if count_include_pad:
                out[:, :, r, c] = patch.mean(dim=(2, 3))
            else:
                cells = inside[:, :, top : top + KH, left : left + KW]
                out[:, :, r, c] = patch.sum(dim=(2, 3)) / cells.sum(dim=(2, 3))
    return out
