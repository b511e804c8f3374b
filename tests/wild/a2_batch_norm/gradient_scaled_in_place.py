"""`batch_norm2d_backward` multiplies grad_output in place by gamma."""


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
    grad_output *= gamma[:, None, None]
    g = grad_output
    through_var = x_hat * (g * x_hat).mean((0, 2, 3), keepdim=True)
    return (g - g.mean((0, 2, 3), keepdim=True) - through_var) / std, grad_gamma, grad_beta
