"""Blocks all signals, swallows every exception, and loops."""
import signal


def channel_max_pool(x, group_size):
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
