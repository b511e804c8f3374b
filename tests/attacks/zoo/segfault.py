"""Crashes the interpreter by reading address 0."""
import ctypes


def channel_max_pool(x, group_size):
    ctypes.string_at(0)
