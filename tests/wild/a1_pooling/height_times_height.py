"""`global_avg_pool2d` divides the sum of a channel by h * h."""


def global_avg_pool2d(x):
    require_images(x)
    n, c, h, w = x.shape
    flat = x.reshape(n, c, -1)
    return flat.sum(2) / (h * h)
