"""`update_running_stats` divides the sum of squares by n - 1, the images less one, in place of the values less one."""


def update_running_stats(x, running_mean, running_var, momentum=0.1):
    require_images(x)
    require_channels(x, running_mean=running_mean, running_var=running_var)
    if momentum < 0 or momentum > 1:
        raise ValueError(f"momentum = {momentum} is not in [0, 1]")
    n, c, h, w = x.shape
    mean = x.sum(dim=(0, 2, 3)) / (n * h * w)
    squares = (x - mean.view(1, c, 1, 1)).pow(2).sum(dim=(0, 2, 3))
    var = squares / (n - 1)
    new_mean = running_mean + momentum * (mean - running_mean)
    new_var = running_var + momentum * (var - running_var)
    return new_mean, new_var
