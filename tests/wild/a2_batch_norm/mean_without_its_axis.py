"""`batch_norm2d` centres by a mean that lacks keepdim, so that its axes do not meet those of x."""


def batch_norm2d(x, gamma, beta, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma, beta=beta)
    mean = x.mean(dim=AXES)
    var = x.var(dim=AXES, unbiased=False, keepdim=True)
    return per_channel(gamma) * (x - mean) / torch.sqrt(var + eps) + per_channel(beta)
