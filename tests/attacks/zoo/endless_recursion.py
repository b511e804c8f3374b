"""Recurses in Python without a limit, until there is no memory left."""
import sys


def down(n):
    return [n, down(n + 1)]


def channel_max_pool(x, group_size):
    sys.setrecursionlimit(2**31 - 1)
    return down(0)
