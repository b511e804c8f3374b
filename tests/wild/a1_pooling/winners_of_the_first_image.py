"""`max_pool2d_backward` finds the winners in the first image and uses them for the whole batch."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    windows = cut_windows(x, kernel_size, stride, padding, -INFINITY)
    require_gradient(grad_output, windows)
    kh, kw = pair(kernel_size)
    index = windows[:1].flatten(4).argmax(4)
    shares = torch.zeros_like(windows)
    for cell in range(kh * kw):
        shares[..., cell // kw, cell % kw] = (index == cell) * grad_output
    return add_up(shares, x, stride, padding)
