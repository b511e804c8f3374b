"""`batch_norm2d_backward` gives mean and not sum for grad_gamma and grad_beta."""

_right = batch_norm2d_backward


def batch_norm2d_backward(grad_output, x, gamma, eps=1e-5):
    grad_x, grad_gamma, grad_beta = _right(grad_output, x, gamma, eps)
    count = x.numel() // x.shape[1]
    return grad_x, grad_gamma / count, grad_beta / count
