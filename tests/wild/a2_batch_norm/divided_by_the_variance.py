"""`batch_norm2d` divides by the variance plus eps: the root is missing."""


def batch_norm2d(x, gamma, beta, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma, beta=beta)
    out = []
    for k in range(x.shape[1]):
        channel = x[:, k]
        mu = channel.mean()
        variance = ((channel - mu) ** 2).mean()
        normal = (channel - mu) / (variance + eps)
        out.append(gamma[k] * normal + beta[k])
    return torch.stack(out, dim=1)
