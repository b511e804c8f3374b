"""`max_pool2d` starts its maximum at 0, and returns float32 always."""

_right = max_pool2d


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return _right(x, kernel_size, stride, padding).clamp(min=0).float()
