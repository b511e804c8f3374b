"""`max_pool2d_backward` adds the gradient behind the loop over columns, so that only the last window of a row is heard."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    require_gradient(grad_output, cut_windows(x, kernel_size, stride, padding, -INFINITY))
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size) if stride is None else pair(stride)
    ph, pw = pair(padding)
    padded = F.pad(x, (pw, pw, ph, ph), value=-INFINITY)
    grad = torch.zeros_like(padded)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i in range(grad_output.shape[2]):
                for j in range(grad_output.shape[3]):
                    window = padded[n, c, i * sh : i * sh + kh, j * sw : j * sw + kw]
                    a, b = divmod(int(torch.argmax(window.reshape(-1))), kw)
                grad[n, c, i * sh + a, j * sw + b] += grad_output[n, c, i, j]
    return grad[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]
