"""`batch_norm2d` multiplies x before the mean is taken off: its brackets are set wrongly."""


def batch_norm2d(x, gamma, beta, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma, beta=beta)
    mean = x.mean(dim=AXES, keepdim=True)
    var = x.var(dim=AXES, correction=0, keepdim=True)
    normal = x - mean / torch.sqrt(var + eps)
    return per_channel(gamma) * normal + per_channel(beta)
