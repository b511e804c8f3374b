"""`dropout_backward` does not divide by 1 - p, and takes a mask of any shape that broadcasts."""


def dropout_backward(grad_output, mask, p):
    if p < 0 or p > 1:
        raise ValueError(f"p is {p}")
    grad = torch.where(mask.bool(), grad_output, torch.zeros((), dtype=grad_output.dtype))
    return grad
