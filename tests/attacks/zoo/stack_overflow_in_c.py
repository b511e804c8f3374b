"""Overflows the C stack by recursion through C functions."""
import sys


def down(_):
    return list(map(down, [0]))


def channel_max_pool(x, group_size):
    sys.setrecursionlimit(10**9)
    return down(0)
