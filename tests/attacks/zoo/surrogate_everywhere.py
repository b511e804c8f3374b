"""Answers with text that is no text: lone surrogates in values, keys and errors."""


def channel_max_pool(x, group_size):
    return "\ud800"


def compare_pooling(x, kernel_size=2):
    return {"\udfff": 1, "max": "\udc80", "avg": ["\ud800"], "difference": x}


def max_pool_loops(*args, **kwargs):
    raise type("Name\udc80", (Exception,), {})("\ud800" * 50)
