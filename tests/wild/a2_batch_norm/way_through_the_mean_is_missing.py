"""`batch_norm2d_backward` leaves out the way through the mean."""


def batch_norm2d_backward(grad_output, x, gamma, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma)
    if tuple(grad_output.shape) != tuple(x.shape):
        raise ValueError(f"grad_output has shape {tuple(grad_output.shape)}")
    var, mean = torch.var_mean(x, (0, 2, 3), correction=0)
    std = (var + eps).sqrt()[:, None, None]
    x_hat = (x - mean[:, None, None]) / std
    grad_beta = grad_output.sum((0, 2, 3))
    grad_gamma = torch.einsum("nchw,nchw->c", grad_output, x_hat)
    g = grad_output * gamma[:, None, None]
    through_var = x_hat * (g * x_hat).mean((0, 2, 3), keepdim=True)
    return (g - through_var) / std, grad_gamma, grad_beta
