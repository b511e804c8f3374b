"""`batch_norm2d_backward` forgets the factor 2 in the derivative of the variance, and multiplies grad_beta by gamma."""


def batch_norm2d_backward(grad_output, x, gamma, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma)
    if grad_output.shape != x.shape:
        raise ValueError("grad_output and x differ in shape")
    axes = (0, 2, 3)
    m = x.shape[0] * x.shape[2] * x.shape[3]
    g = gamma.view(1, -1, 1, 1)
    # forward again
    mu = x.mean(axes, keepdim=True)
    xmu = x - mu
    var = (xmu * xmu).mean(axes, keepdim=True)
    ivar = 1 / torch.sqrt(var + eps)
    xhat = xmu * ivar
    # backward, step by step
    dbeta = grad_output.sum(axes) * gamma
    dgamma = (grad_output * xhat).sum(axes)
    dxhat = grad_output * g
    dvar = (dxhat * xmu * -0.5 * ivar**3).sum(axes, keepdim=True)
    dmu = (-dxhat * ivar).sum(axes, keepdim=True)
    dx = dxhat * ivar + dvar * xmu / m + dmu / m
    return dx, dgamma, dbeta
