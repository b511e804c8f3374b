"""Raises what `except Exception` does not catch."""
import asyncio


class Mine(BaseException):
    pass


def max_pool_loops(*args, **kwargs):
    raise KeyboardInterrupt


def avg_pool_loops(*args, **kwargs):
    raise GeneratorExit


def max_pool2d_backward(*args, **kwargs):
    raise Mine


def avg_pool2d_backward(*args, **kwargs):
    raise asyncio.CancelledError


def channel_max_pool(x, group_size):
    raise BaseExceptionGroup("all", [KeyboardInterrupt(), SystemExit(0), Mine()])
