"""Returns quantised tensors, whose elements are not what they stand for."""


def channel_max_pool(x, group_size):
    return torch.quantize_per_tensor(x[:, ::group_size], 1e9, 0, torch.quint8)


def max_pool2d_backward(grad_output, x, *args, **kwargs):
    return torch.quantize_per_channel(x, torch.ones(x.shape[1]), torch.zeros(x.shape[1]), 1, torch.qint8)


avg_pool2d_backward = max_pool2d_backward
