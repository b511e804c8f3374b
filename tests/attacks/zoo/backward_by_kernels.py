"""Calls torch's own backward kernels of pooling."""


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    k, p, (rows, columns) = pair(kernel_size), pair(padding), grad_output.shape[2:]
    s = pair(kernel_size if stride is None else stride)
    cells = torch.arange(x[0, 0].numel(), dtype=torch.float64).reshape(1, 1, *x.shape[2:])
    places = windows(cells, k, s, p, -1.0).flatten(-2)
    winner = windows(x, k, s, p, -float("inf")).flatten(-2).argmax(-1, keepdim=True)
    index = places.expand(*winner.shape[:-1], places.shape[-1]).gather(-1, winner)[..., 0].long()
    return torch.ops.aten.max_pool2d_with_indices_backward(grad_output, x, k, s, p, (1, 1), False, index)


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0, count_include_pad=True):
    k, p, s = pair(kernel_size), pair(padding), pair(kernel_size if stride is None else stride)
    return torch.ops.aten.avg_pool2d_backward(grad_output, x, k, s, p, False, count_include_pad, None)
