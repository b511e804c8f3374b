"""`dropout_backward` draws a new mask in place of that of the forward pass."""


def dropout_backward(grad_output, mask, p):
    require_probability(p)
    if grad_output.shape != mask.shape:
        raise ValueError("mask must have the shape of grad_output")
    mask = torch.rand(grad_output.shape) >= p
    if p == 1:
        return torch.zeros_like(grad_output)
    return grad_output * mask.to(grad_output.dtype) / (1 - p)
