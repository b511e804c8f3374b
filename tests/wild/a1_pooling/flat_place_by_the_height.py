"""`max_pool2d_backward` turns row and column of the winner into a flat place with the height in place of the width."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    step = kernel_size if stride is None else stride
    windows = cut_windows(x, kernel_size, stride, padding, border=-float("inf"))
    require_gradient(grad_output, windows)
    n, c, oh, ow, kh, kw = windows.shape
    H, W = x.shape[2] + 2 * pair(padding)[0], x.shape[3] + 2 * pair(padding)[1]
    best = windows.reshape(n, c, oh, ow, kh * kw).argmax(dim=-1)
    rows = torch.arange(oh).view(oh, 1) * pair(step)[0] + best // kw
    cols = torch.arange(ow) * pair(step)[1] + best % kw
    flat = torch.zeros(n, c, H * W, dtype=grad_output.dtype)
    place = (rows * H + cols).clamp(max=H * W - 1)
    flat.scatter_add_(2, place.flatten(2), grad_output.flatten(2))
    full = flat.view(n, c, H, W)
    top, left = pair(padding)
    return full[:, :, top : H - top, left : W - left]
