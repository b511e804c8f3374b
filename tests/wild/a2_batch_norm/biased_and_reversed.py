"""`update_running_stats` takes in the biased variance, and gives the old variance the weight momentum (the mean is right)."""


def update_running_stats(x, running_mean, running_var, momentum=0.1):
    require_images(x)
    require_channels(x, running_mean=running_mean, running_var=running_var)
    if not (momentum >= 0 and momentum <= 1):
        raise ValueError("momentum must be in [0, 1], got %s" % momentum)
    per_channel_values = x.permute(1, 0, 2, 3).flatten(1)
    batch_mean = per_channel_values.mean(dim=1)
    batch_var = per_channel_values.var(dim=1, unbiased=False)
    mean = torch.lerp(running_mean, batch_mean, momentum)
    var = torch.lerp(running_var, batch_var, 1 - momentum)
    return mean, var
