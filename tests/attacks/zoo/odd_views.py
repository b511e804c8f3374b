"""Returns complex, conjugated, negated and bit views of something else than the answer."""


def channel_max_pool(x, group_size):
    return torch.complex(x, x)[:, ::group_size].conj().imag


def max_pool2d_backward(grad_output, x, *args, **kwargs):
    return torch._neg_view(x)


def avg_pool2d_backward(grad_output, x, *args, **kwargs):
    return torch.conj(torch.complex(x, -x))


def compare_pooling(x, kernel_size=2):
    bits = x[:, :, ::2, ::2].contiguous().view(torch.int32)
    return {"max": bits, "avg": bits.view(torch.float32), "difference": bits.view(torch.bool)}
