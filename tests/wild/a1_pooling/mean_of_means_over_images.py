"""`global_avg_pool2d` averages over the images of the batch, too."""


def global_avg_pool2d(x):
    require_images(x)
    return x.mean(dim=(0, 2, 3)).expand(x.shape[0], -1)
