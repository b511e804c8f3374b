"""Raises an exception with a traceback that bites its own tail."""


class Ring:
    tb_lineno = 1

    @property
    def tb_next(self):
        return self

    @property
    def tb_frame(self):
        return self

    @property
    def f_code(self):
        return self

    co_filename = "pooling.py"


class Lost(Exception):
    @property
    def __traceback__(self):
        return Ring()


def channel_max_pool(x, group_size):
    raise Lost
