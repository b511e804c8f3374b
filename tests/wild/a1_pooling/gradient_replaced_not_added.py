"""`max_pool2d_backward` writes each window's gradient with `=`, so that overlapping windows forget each other."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    windows = cut_windows(x, kernel_size, stride, padding, border=-INFINITY)
    require_gradient(grad_output, windows)
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    n, c, h, w = x.shape
    winners = windows.flatten(-2).argmax(dim=-1)
    gradient = x.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    for b in range(n):
        for d in range(c):
            for i in range(winners.shape[2]):
                for j in range(winners.shape[3]):
                    index = int(winners[b, d, i, j])
                    row, column = i * sh + index // kw, j * sw + index % kw
                    gradient[b, d, row, column] = grad_output[b, d, i, j]
    return gradient[:, :, ph : ph + h, pw : pw + w]
