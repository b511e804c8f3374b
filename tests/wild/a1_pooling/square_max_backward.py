"""`max_pool2d_backward` takes the window's height for its width."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    require_gradient(grad_output, cut_windows(x, kernel_size, stride, padding, -INFINITY))
    step = pair(kernel_size if stride is None else stride)
    kh, kw = pair(kernel_size)
    kw = kh
    ph, pw = pair(padding)
    xp = F.pad(x, (pw, pw, ph, ph), value=-INFINITY)
    dx = torch.zeros_like(xp)
    for i in range(grad_output.shape[2]):
        for j in range(grad_output.shape[3]):
            patch = xp[:, :, i * step[0] : i * step[0] + kh, j * step[1] : j * step[1] + kw]
            first = torch.zeros_like(patch).flatten(2)
            first.scatter_(2, patch.flatten(2).argmax(2, keepdim=True), grad_output[:, :, i, j, None])
            dx[:, :, i * step[0] : i * step[0] + kh, j * step[1] : j * step[1] + kw] += first.view(patch.shape)
    return dx[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]
