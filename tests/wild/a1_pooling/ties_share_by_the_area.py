"""`max_pool2d_backward` divides each winner's gradient by the window's area, and `avg_pool2d_backward` does not divide at all."""


def spread(grad_output, mask, x, step, padding):
    (sh, sw), (ph, pw) = pair(step), pair(padding)
    oh, ow, kh, kw = mask.shape[2:]
    dx = grad_output.new_zeros(x.shape[0], x.shape[1], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw)
    for i in range(oh):
        for j in range(ow):
            dx[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += (
                mask[:, :, i, j] * grad_output[:, :, i, j, None, None]
            )
    return dx[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    w = cut_windows(x, kernel_size, stride, padding, -INFINITY)
    require_gradient(grad_output, w)
    mask = (w == w.amax((4, 5), keepdim=True)).to(x.dtype)
    mask = mask / (w.shape[4] * w.shape[5])
    return spread(grad_output, mask, x, kernel_size if stride is None else stride, padding)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    w = cut_windows(x, kernel_size, stride, padding, 0.0)
    require_gradient(grad_output, w)
    mask = torch.ones(w.shape, dtype=grad_output.dtype)
    return spread(grad_output, mask, x, kernel_size if stride is None else stride, padding)
