"""`avg_pool2d` pads with half of the padding on each side."""

_right = avg_pool2d


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    ph, pw = pair(padding)
    return _right(x, kernel_size, stride, (ph // 2, pw // 2), count_include_pad)
