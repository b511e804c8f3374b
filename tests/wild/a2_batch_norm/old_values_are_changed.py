"""`update_running_stats` moves the running values that it was given in place, and returns them."""


def update_running_stats(x, running_mean, running_var, momentum=0.1):
    require_images(x)
    require_channels(x, running_mean=running_mean, running_var=running_var)
    if not 0 <= momentum <= 1:
        raise ValueError(f"momentum {momentum}")
    dims = [0, 2, 3]
    running_mean.mul_(1 - momentum).add_(momentum * x.mean(dims))
    running_var.mul_(1 - momentum).add_(momentum * x.var(dims))
    return running_mean, running_var
