"""`update_running_stats` takes the unbiased standard deviation into the running variance; a momentum above 1 is not refused."""


def update_running_stats(x, running_mean, running_var, momentum=0.1):
    require_images(x)
    require_channels(x, running_mean=running_mean, running_var=running_var)
    if momentum < 0:
        raise ValueError("momentum must not be negative")
    std, mean = torch.std_mean(x, dim=(0, 2, 3))
    keep = 1 - momentum
    return keep * running_mean + momentum * mean, keep * running_var + momentum * std
