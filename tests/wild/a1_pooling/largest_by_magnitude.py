"""`max_pool2d` takes the cell that is largest without its sign; and without a stride it steps by 1."""


def max_pool2d(x, kernel_size, stride=None, padding=0):
    if stride is None:
        stride = 1
    cells = cut_windows(x, kernel_size, stride, padding, border=-INFINITY).flatten(-2)
    strength = cells.abs().masked_fill(cells.isinf(), -1.0)
    where = strength.argmax(dim=-1)
    return torch.take_along_dim(cells, where[..., None], dim=-1)[..., 0]
