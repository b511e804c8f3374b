"""`max_pool2d_backward` crops the border with the two paddings swapped: the columns' from the rows."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    stride = kernel_size if stride is None else stride
    views = cut_windows(x, kernel_size, stride, padding, border=-INFINITY)
    require_gradient(grad_output, views)
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    kw = views.shape[-1]
    n, c, h, w = x.shape
    out = x.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    for i in range(views.shape[2]):
        for j in range(views.shape[3]):
            where = views[:, :, i, j].flatten(2).argmax(dim=2)
            r, q = i * sh + where // kw, j * sw + where % kw
            for image in range(n):
                for k in range(c):
                    out[image, k, r[image, k], q[image, k]] += grad_output[image, k, i, j]
    return F.pad(out, (-ph, -ph, -pw, -pw))
