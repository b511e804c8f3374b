"""`batch_norm2d` reshapes x to rows of c values without moving the channels to the end, so that columns hold values of several channels."""


def batch_norm_table(table, gamma, beta, eps):
    mu = table.mean(dim=0)
    sigma2 = table.var(dim=0, correction=0)
    return gamma * (table - mu) / torch.sqrt(sigma2 + eps) + beta


def batch_norm2d(x, gamma, beta, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma, beta=beta)
    n, c, h, w = x.shape
    flat = x.reshape(-1, c)
    return batch_norm_table(flat, gamma, beta, eps).reshape(n, c, h, w)
