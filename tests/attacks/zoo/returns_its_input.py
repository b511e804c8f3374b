"""Returns the very object that it was given, resized to nothing, or with another's data."""


def channel_max_pool(x, group_size):
    return x.resize_(0)


def max_pool2d_backward(grad_output, x, *args, **kwargs):
    return x


def avg_pool2d_backward(grad_output, x, *args, **kwargs):
    x.data = grad_output
    return x


def max_pool_loops(image, pool_size=2, stride=2):
    image.shape = (-1,)
    return image


def shift_agreement(pool, x, shift):
    return pool
