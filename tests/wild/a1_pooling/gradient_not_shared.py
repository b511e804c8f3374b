"""`avg_pool2d_backward` divides each window's gradient by kh + kw."""

_right = avg_pool2d_backward


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    return _right(grad_output, x, kernel_size, stride, padding) * (kh * kw) / (kh + kw)
