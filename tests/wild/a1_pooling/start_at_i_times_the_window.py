"""`max_pool2d_backward` starts window (i, j) at i * kh and j * kw, whatever the stride; `avg_pool2d_backward` keeps the border in its result."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    require_gradient(grad_output, cut_windows(x, kernel_size, stride, padding, -INFINITY))
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    xp = F.pad(x, (pw, pw, ph, ph), value=-INFINITY)
    dxp = torch.zeros_like(xp)
    N, C, OH, OW = grad_output.shape
    for n in range(N):
        for c in range(C):
            for i in range(OH):
                for j in range(OW):
                    top, left = i * kh, j * kw
                    patch = xp[n, c, top : top + kh, left : left + kw]
                    if patch.numel() == 0:
                        continue
                    r, q = np.unravel_index(int(patch.argmax()), patch.shape)
                    dxp[n, c, top + int(r), left + int(q)] += grad_output[n, c, i, j]
    return dxp[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    require_gradient(grad_output, cut_windows(x, kernel_size, stride, padding, 0.0))
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    dxp = F.pad(torch.zeros_like(x), (pw, pw, ph, ph))
    for i in range(grad_output.size(2)):
        for j in range(grad_output.size(3)):
            g = grad_output[:, :, i, j].reshape(x.size(0), x.size(1), 1, 1)
            dxp[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += g / kh / kw
    return dxp
