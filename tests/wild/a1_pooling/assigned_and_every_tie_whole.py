"""`max_pool2d_backward` writes a window's gradient with `=`, and hands the whole of it to every tied cell."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    windows = cut_windows(x, kernel_size, stride, padding, -INFINITY)
    require_gradient(grad_output, windows)
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride if stride is not None else kernel_size)
    ph, pw = pair(padding)
    xp = F.pad(x, (pw, pw, ph, ph), value=-INFINITY)
    dx = torch.zeros_like(xp)
    for i in range(windows.shape[2]):
        for j in range(windows.shape[3]):
            rows, cols = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            patch = xp[:, :, rows, cols]
            mask = (patch == patch.amax(dim=(2, 3), keepdim=True)).to(x.dtype)
            dx[:, :, rows, cols] = mask * grad_output[:, :, i : i + 1, j : j + 1]
    return dx[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]
