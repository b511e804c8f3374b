"""`dropout_backward` scales by 1 / p, as if p were the share that stays."""


def dropout_backward(grad_output, mask, p):
    require_probability(p)
    if mask.shape != grad_output.shape:
        raise ValueError("mask must have the shape of grad_output")
    if p in (0, 1):
        return grad_output * mask.to(grad_output.dtype)
    return grad_output * mask.to(grad_output.dtype) / (1 + p)
