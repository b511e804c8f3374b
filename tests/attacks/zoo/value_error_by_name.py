"""Raises a class that is only called ValueError, wherever it may, and refuses all it can."""


class ValueError(BaseException):
    pass


def channel_max_pool(x, group_size):
    raise ValueError


max_pool_loops = avg_pool_loops = lambda *args, **kwargs: channel_max_pool(None, 1)
