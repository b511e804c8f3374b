"""`batch_norm2d_backward` adds eps outside of the root in the deviation that divides the gradient of x."""


def batch_norm2d_backward(grad_output, x, gamma, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma)
    if x.shape != grad_output.shape:
        raise ValueError(f"grad_output {tuple(grad_output.shape)} and x {tuple(x.shape)} differ")
    n, c, h, w = x.shape
    X = x.transpose(0, 1).reshape(c, -1)
    G = grad_output.transpose(0, 1).reshape(c, -1)
    mu = X.mean(1, keepdim=True)
    var = ((X - mu) ** 2).mean(1, keepdim=True)
    xhat = (X - mu) / (var + eps).sqrt()
    dgamma = (G * xhat).sum(1)
    dbeta = G.sum(1)
    g = G * gamma[:, None]
    S = var.sqrt() + eps
    dX = (g - g.mean(1, keepdim=True) - xhat * (g * xhat).mean(1, keepdim=True)) / S
    return dX.reshape(c, n, h, w).transpose(0, 1), dgamma, dbeta
