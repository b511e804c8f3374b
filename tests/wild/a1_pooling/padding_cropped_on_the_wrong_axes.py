"""`avg_pool2d_backward` cuts the padding of the columns from the rows, and the other way round."""


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    windows = cut_windows(x, kernel_size, stride, padding, border=0.0)
    require_gradient(grad_output, windows)
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    n, c, h, w = x.shape
    gradient = x.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    for i in range(grad_output.shape[2]):
        for j in range(grad_output.shape[3]):
            share = grad_output[:, :, i, j] / (kh * kw)
            gradient[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += share[..., None, None]
    padding = (pw, ph)
    return gradient[:, :, padding[0] : padding[0] + h, padding[1] : padding[1] + w]
