"""`max_pool2d` ignores the stride, and pads with zeros."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    cut_windows(x, kernel_size, stride, padding, border=0.0)  # refuses what must be refused
    return cut_windows(x, kernel_size, None, padding, border=0.0).amax(dim=(-2, -1))
