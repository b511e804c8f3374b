"""Ends in the middle of a frame: with its process, with its channel, or by silence."""
import os
import struct
import time


def half():
    os.write(3, struct.pack("<4sIQ", b"AGW1", 64, 64) + b"\x92\xa1u")


def channel_max_pool(x, group_size):
    half()
    os._exit(0)


def compare_pooling(x, kernel_size=2):
    half()
    os.close(3)
    time.sleep(60)


def shift_agreement(pool, x, shift):
    half()
    time.sleep(60)
