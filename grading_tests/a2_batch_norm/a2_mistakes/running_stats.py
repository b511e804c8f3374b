"""Mistakes in `update_running_stats`: which statistic comes in, and how it is blended."""

from torch import Tensor

from autograder.suite import instead_of
from reference import batch_norm as correct

AXES = (0, 2, 3)


def blended(old: Tensor, new: Tensor, momentum: float) -> Tensor:
    """The running value after this new one."""
    return (1 - momentum) * old + momentum * new


def moved(x, running_mean, running_var, momentum, *, mean=None, var=None):
    """Both running values, with a wrong new mean or a wrong new variance."""
    mean = x.mean(dim=AXES) if mean is None else mean
    var = x.var(dim=AXES) if var is None else var
    return blended(running_mean, mean, momentum), blended(running_var, var, momentum)


@instead_of("update_running_stats")
def keeps_the_biased_variance(x, running_mean, running_var, momentum=0.1):
    """Your running variance takes in the biased variance. It estimates the variance of all images
    there are, so it takes the unbiased one: divide by n * h * w - 1 (section 3, "Two variances").
    """
    return moved(x, running_mean, running_var, momentum, var=x.var(dim=AXES, correction=0))


@instead_of("update_running_stats")
def counts_images_for_the_unbiased_variance(x, running_mean, running_var, momentum=0.1):
    """You correct the variance by n / (n - 1), where n counts images. A channel has n * h * w
    values: correct by that number (section 3, "Two variances").
    """
    var = x.var(dim=AXES, correction=0) * len(x) / (x.new_tensor(len(x)) - 1)
    return moved(x, running_mean, running_var, momentum, var=var)


@instead_of("update_running_stats")
def momentum_is_reversed(x, running_mean, running_var, momentum=0.1):
    """You give momentum to the old value, so one batch moves the average by 0.9. Here momentum is the
    weight of the new value: (1 - momentum) * old + momentum * new (section 4, "A memory").
    """
    return correct.update_running_stats(x, running_mean, running_var, 1 - momentum)


@instead_of("update_running_stats")
def momentum_is_always_the_default(x, running_mean, running_var, momentum=0.1):
    """You use 0.1 whatever momentum is given. Use the argument (section 4, "A memory")."""
    return correct.update_running_stats(x, running_mean, running_var, 0.1)


@instead_of("update_running_stats")
def old_values_are_forgotten(x, running_mean, running_var, momentum=0.1):
    """You return the statistics of this batch alone. Blend them with the old ones: (1 - momentum) *
    old + momentum * new (section 4, "A memory").
    """
    return correct.update_running_stats(x, running_mean, running_var, 1.0)


@instead_of("update_running_stats")
def old_values_keep_their_whole_weight(x, running_mean, running_var, momentum=0.1):
    """You add momentum * new to the whole old value, so the average grows without end. The old value
    has the weight 1 - momentum (section 4, "A memory").
    """
    mean, var = x.mean(dim=AXES), x.var(dim=AXES)
    return running_mean + momentum * mean, running_var + momentum * var


@instead_of("update_running_stats")
def keeps_the_standard_deviation(x, running_mean, running_var, momentum=0.1):
    """Your running variance takes in the standard deviation. Keep the variance; the root is taken
    where it is used (section 4, "A memory").
    """
    return moved(x, running_mean, running_var, momentum, var=x.std(dim=AXES))


@instead_of("update_running_stats")
def keeps_one_over_the_standard_deviation(x, running_mean, running_var, momentum=0.1):
    """Your running variance takes in 1 / sqrt(var), what x is multiplied by. Keep the variance
    itself (section 4, "A memory").
    """
    return moved(x, running_mean, running_var, momentum, var=(x.var(dim=AXES) + 1e-5).rsqrt())


@instead_of("update_running_stats")
def keeps_the_mean_of_centred_values(x, running_mean, running_var, momentum=0.1):
    """Your running mean takes in the mean of x after the mean was subtracted, which is always 0.
    Take the mean of x itself (section 4, "A memory").
    """
    centred = x - x.mean(dim=AXES, keepdim=True)
    return moved(x, running_mean, running_var, momentum, mean=centred.mean(dim=AXES))


@instead_of("update_running_stats")
def variance_around_the_running_mean(x, running_mean, running_var, momentum=0.1):
    """You take squares around the running mean. A batch's variance is measured around the batch's
    own mean (section 4, "A memory").
    """
    squares = (x - running_mean.reshape(1, -1, 1, 1)).square().sum(dim=AXES)
    var = squares / (x.numel() // x.shape[1] - 1)
    return moved(x, running_mean, running_var, momentum, var=var)


@instead_of("update_running_stats")
def keeps_axes_of_one(x, running_mean, running_var, momentum=0.1):
    """Your results have the shape (1, c, 1, 1). Running statistics are `(c,)`: average without
    keepdim, or reshape (section 2, "One number for each channel").
    """
    stats = correct.update_running_stats(x, running_mean, running_var, momentum)
    return tuple(value.reshape(1, -1, 1, 1) for value in stats)


@instead_of("update_running_stats")
def keeps_statistics_of_each_pixel(x, running_mean, running_var, momentum=0.1):
    """You average over the images only, so every pixel has its own statistics. A channel has one mean
    and one variance: average over axes 0, 2 and 3 (section 2, "The formula").
    """
    old = (value.reshape(-1, 1, 1) for value in (running_mean, running_var))
    return moved(x, *old, momentum, mean=x.mean(dim=0), var=x.var(dim=0))


@instead_of("update_running_stats")
def keeps_one_number_for_all_channels(x, running_mean, running_var, momentum=0.1):
    """You take one mean and one variance of the whole batch. Each channel has its own: average over
    axes 0, 2 and 3 (section 2, "The formula").
    """
    return moved(x, running_mean, running_var, momentum, mean=x.mean(), var=x.var())


@instead_of("update_running_stats")
def averages_the_variances_of_the_images(x, running_mean, running_var, momentum=0.1):
    """You average the variances of the images, and what differs between images is lost. Take the
    variance over all values of the channel at once (section 2, "The formula").
    """
    var = x.var(dim=(2, 3)).mean(dim=0)
    return moved(x, running_mean, running_var, momentum, var=var)


@instead_of("update_running_stats")
def variance_comes_first(x, running_mean, running_var, momentum=0.1):
    """You return (var, mean), the order of torch.var_mean. Return (mean, var) (exercise
    `running_stats`).
    """
    mean, var = correct.update_running_stats(x, running_mean, running_var, momentum)
    return var, mean


@instead_of("update_running_stats")
def old_statistics_are_overwritten(x, running_mean, running_var, momentum=0.1):
    """Your values are right, but you write them into running_mean and running_var. Return new
    tensors and leave the old ones as they are (exercise `running_stats`).
    """
    mean, var = correct.update_running_stats(x, running_mean, running_var, momentum)
    return running_mean.copy_(mean), running_var.copy_(var)
