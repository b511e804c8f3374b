"""`max_pool2d` reads every pair as (width, height)."""

_right = max_pool2d


def max_pool2d(x, kernel_size, stride=None, padding=0):
    def turned(value):
        return value[::-1] if isinstance(value, tuple) else value

    return _right(x, turned(kernel_size), turned(stride), turned(padding))
