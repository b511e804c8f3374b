"""`avg_pool2d_backward` divides grad_output in place, so that the caller's gradient has changed after the call."""


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    patches = cut_windows(x, kernel_size, stride, padding, border=0.0)
    require_gradient(grad_output, patches)
    kh, kw = pair(kernel_size)
    grad_output /= kh * kw
    spread = grad_output.unsqueeze(-1).unsqueeze(-1).repeat(1, 1, 1, 1, kh, kw)
    return add_up(spread, x, stride if stride is not None else kernel_size, padding)
