"""`batch_norm2d` divides the sums of a channel by the number of images, for the mean and for the variance, and subtracts beta."""


def batch_norm2d(x, gamma, beta, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma, beta=beta)
    m = x.shape[0]
    mu = x.sum(dim=(0, 2, 3), keepdim=True) / m
    var = (x - mu).square().sum(dim=(0, 2, 3), keepdim=True) / m
    scale = gamma.view(1, -1, 1, 1) / torch.sqrt(var + eps)
    return (x - mu) * scale - beta.view(1, -1, 1, 1)
