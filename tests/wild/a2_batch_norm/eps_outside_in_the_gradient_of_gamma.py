"""`batch_norm2d_backward` adds eps outside of the root, for the gradient of gamma only."""


def batch_norm2d_backward(grad_output, x, gamma, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma)
    if grad_output.shape != x.shape:
        raise ValueError("grad_output must have the shape of x")
    centred = x - x.mean(dim=AXES, keepdim=True)
    var = centred.square().mean(dim=AXES, keepdim=True)
    count = x.numel() // x.shape[1]
    grad_gamma = (grad_output * centred / (torch.sqrt(var) + eps)).sum(dim=AXES)
    grad_beta = grad_output.sum(dim=AXES)
    x_hat = centred / torch.sqrt(var + eps)
    pulled = per_channel((grad_output * x_hat).sum(dim=AXES))
    direct = count * grad_output - per_channel(grad_beta) - x_hat * pulled
    return per_channel(gamma) / torch.sqrt(var + eps) / count * direct, grad_gamma, grad_beta
