"""Forks at every call, so that two processes answer, and one may die unseen."""
import os


def channel_max_pool(x, group_size):
    try:
        for _ in range(8):
            if os.fork() == 0:
                os._exit(0)
    except OSError:
        return x
    raise RuntimeError("GOT a child")
