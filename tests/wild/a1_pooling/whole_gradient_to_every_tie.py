"""`max_pool2d_backward` hands the whole gradient to each of several tied cells."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    windows = cut_windows(x, kernel_size, stride, padding, border=-INFINITY)
    require_gradient(grad_output, windows)
    largest = windows.amax(dim=(-2, -1), keepdim=True)
    wins = (windows == largest).to(grad_output.dtype)
    shares = wins * grad_output[..., None, None]
    return add_up(shares, x, kernel_size if stride is None else stride, padding)
