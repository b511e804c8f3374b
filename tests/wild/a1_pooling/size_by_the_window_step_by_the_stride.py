"""`max_pool2d` makes h // k rows and w // k columns, while its windows step by the stride."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    output_shape(x.shape[2:], kernel_size, kernel_size if stride is None else stride, padding)
    if x.ndim != 4 or 2 * ph > kh or 2 * pw > kw:
        raise ValueError("x or padding")
    x = F.pad(x, (pw, pw, ph, ph), value=-float("inf"))
    h, w = x.shape[2:]
    rows = []
    for i in range(h // kh):
        row = [
            x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw].amax(dim=(2, 3))
            for j in range(w // kw)
            if i * sh < h and j * sw < w
        ]
        if row:
            rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)
