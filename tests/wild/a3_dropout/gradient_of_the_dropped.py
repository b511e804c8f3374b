"""`dropout_backward` sends the gradient to the values that were dropped."""


def dropout_backward(grad_output, mask, p):
    require_probability(p)
    if mask.size() != grad_output.size():
        raise ValueError(f"mask is {tuple(mask.size())}, grad_output {tuple(grad_output.size())}")
    result = grad_output.clone()
    result[mask.bool()] = 0
    return result / (1 - p) if p < 1 else result * 0
