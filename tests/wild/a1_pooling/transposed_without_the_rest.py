"""`avg_pool2d_backward` is a transposed convolution that ends with the last window: rows and columns behind it are missing."""


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = kernel_size
    require_gradient(grad_output, cut_windows(x, kernel_size, stride, padding, 0.0))
    kh, kw = pair(kernel_size)
    channels = x.shape[1]
    weight = torch.full((channels, 1, kh, kw), 1.0 / (kh * kw), dtype=grad_output.dtype)
    grad = F.conv_transpose2d(grad_output, weight, stride=pair(stride), groups=channels)
    ph, pw = pair(padding)
    return grad[:, :, ph : grad.shape[2] - ph, pw : grad.shape[3] - pw]
