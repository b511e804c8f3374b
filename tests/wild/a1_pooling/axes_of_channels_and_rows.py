"""`global_avg_pool2d` averages over channels and rows, and so returns a number for each column."""


def global_avg_pool2d(x):
    require_images(x)
    n = x.shape[0]
    rows = x.mean(dim=1)
    return rows.mean(dim=1).reshape(n, -1)
