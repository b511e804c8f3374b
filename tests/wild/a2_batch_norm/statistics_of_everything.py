"""`batch_norm2d` takes one mean and one variance over all channels, and takes a gamma of any length that broadcasts."""


def batch_norm2d(x, gamma, beta, eps=1e-5):
    if x.dim() != 4:
        raise ValueError(f"x has {x.dim()} axes")
    if beta.shape != (x.size(1),):
        raise ValueError("gamma and beta need one value for each channel")
    mu = x.mean()
    sigma2 = ((x - mu) ** 2).mean()
    normed = (x - mu) / torch.sqrt(sigma2 + eps)
    return gamma.view(1, -1, 1, 1) * normed + beta.view(1, -1, 1, 1)
