"""`update_running_stats` gives the old value the weight momentum."""

_right = update_running_stats


def update_running_stats(x, running_mean, running_var, momentum=0.1):
    return _right(x, running_mean, running_var, 1 - momentum)
