"""`batch_norm2d_backward` leaves gamma out of the gradient of x."""


def batch_norm2d_backward(grad_output, x, gamma, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma)
    if grad_output.shape != x.shape:
        raise ValueError("shapes of grad_output and x differ")
    dx = torch.empty_like(x)
    dgamma = torch.empty_like(gamma)
    dbeta = torch.empty_like(gamma)
    for k in range(x.size(1)):
        xs, gs = x[:, k], grad_output[:, k]
        s = torch.sqrt(xs.var(correction=0) + eps)
        normal = (xs - xs.mean()) / s
        dgamma[k] = torch.sum(gs * normal)
        dbeta[k] = torch.sum(gs)
        dx[:, k] = (gs - gs.mean() - normal * torch.mean(gs * normal)) / s
    return dx, dgamma, dbeta
