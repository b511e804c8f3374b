"""Raises exceptions whose messages are huge, are no text, or raise."""


class Huge(Exception):
    def __str__(self):
        return "passed " * 10_000_000


class NoText(Exception):
    def __str__(self):
        return 7


class Raising(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def compare_pooling(*args, **kwargs):
    raise Huge


def shift_agreement(*args, **kwargs):
    raise NoText


def channel_max_pool(x, group_size):
    raise Raising
