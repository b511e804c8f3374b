"""`avg_pool2d` hands the border of the rows to the columns and that of the columns to the rows."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    if stride is None:
        stride = kernel_size
    cut_windows(x, kernel_size, stride, padding, 0.0)
    n, c, height, width = x.shape
    pad_h, pad_w = pair(padding)
    sides = (pad_h, pad_h, pad_w, pad_w)
    images = F.pad(x, sides)
    inside = F.pad(torch.ones_like(x), sides)

    def sums(t):
        cols = F.unfold(t.reshape(n * c, 1, t.shape[2], t.shape[3]), pair(kernel_size), stride=pair(stride))
        rows = (t.shape[2] - pair(kernel_size)[0]) // pair(stride)[0] + 1
        return cols.sum(dim=1).reshape(n, c, rows, -1)

    area = pair(kernel_size)[0] * pair(kernel_size)[1]
    return sums(images) / (area if count_include_pad else sums(inside))
