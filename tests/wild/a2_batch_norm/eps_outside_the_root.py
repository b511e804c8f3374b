"""`batch_norm2d` adds eps to the deviation, outside of the root."""


def batch_norm2d(x, gamma, beta, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma, beta=beta)
    centred = x - x.mean(dim=AXES, keepdim=True)
    deviation = centred.square().mean(dim=AXES, keepdim=True).sqrt()
    return per_channel(gamma) * centred / (deviation + eps) + per_channel(beta)
