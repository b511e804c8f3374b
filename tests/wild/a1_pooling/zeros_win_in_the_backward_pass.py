"""`max_pool2d_backward` pads with zeros, which win against negative pixels; and it takes a grad_output of any shape that broadcasts."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    cells = cut_windows(x, kernel_size, stride, padding, border=0.0)
    kh, kw = cells.shape[-2:]
    winner = cells.flatten(4).argmax(dim=4)
    hot = F.one_hot(winner, kh * kw).to(x.dtype) * grad_output.unsqueeze(-1)
    return add_up(hot.unflatten(4, (kh, kw)), x, kernel_size if stride is None else stride, padding)
