"""Returns tensors of astronomically many elements that take no memory."""


def channel_max_pool(x, group_size):
    return torch.zeros(1).expand(1 << 40)


def max_pool2d_backward(grad_output, x, *args, **kwargs):
    return torch.zeros(()).expand(*[2] * 50)


def avg_pool2d_backward(grad_output, x, *args, **kwargs):
    return torch.zeros(0).expand(1 << 40, 0)
