"""`avg_pool2d_backward` adds the share behind the loop over a window's columns: only its last column gets one."""


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    step = kernel_size if stride is None else stride
    require_gradient(grad_output, cut_windows(x, kernel_size, step, padding, 0.0))
    kh, kw = pair(kernel_size)
    sh, sw = pair(step)
    ph, pw = pair(padding)
    oh, ow = grad_output.shape[2], grad_output.shape[3]
    dx = grad_output.new_zeros(x.shape[0], x.shape[1], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw)
    share = grad_output / (kh * kw)
    for i in range(oh):
        for j in range(ow):
            for a in range(kh):
                for b in range(kw):
                    r, q = i * sh + a, j * sw + b
                dx[:, :, r, q] += share[:, :, i, j]
    return dx[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]
