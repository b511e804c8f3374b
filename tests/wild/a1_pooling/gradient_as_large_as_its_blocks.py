"""`avg_pool2d_backward` makes a gradient of oh * kh rows and ow * kw columns, not of the shape of x."""


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    require_gradient(grad_output, cut_windows(x, kernel_size, stride, padding, 0.0))
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    n, c, oh, ow = grad_output.shape
    grad_x = torch.zeros(n, c, oh * kh, ow * kw, dtype=grad_output.dtype)
    for i in range(oh):
        for j in range(ow):
            part = grad_x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            part += grad_output[:, :, i, j, None, None] / (kh * kw)
    return grad_x[:, :, ph : grad_x.shape[2] - ph, pw : grad_x.shape[3] - pw]
