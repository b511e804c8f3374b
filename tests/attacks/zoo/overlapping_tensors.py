"""Returns views whose elements overlap, or lie outside of what they view."""


def channel_max_pool(x, group_size):
    return x.as_strided((1 << 20, 1 << 20), (0, 0))


def max_pool2d_backward(grad_output, x, *args, **kwargs):
    return x.as_strided(x.shape, (0, 0, 0, 0))


def avg_pool2d_backward(grad_output, x, *args, **kwargs):
    view = torch.empty(0)
    return view.set_(x.untyped_storage()[:4], 0, (1,), (1,)).as_strided((1,), (1,))
