"""Hopes that a thread started before the others, or by C, is not bound by the filter."""
import contextlib
import os
import socket
import threading


def attempt():
    for open_one in (socket.socket, os.fork, lambda: os.open("/etc/passwd", os.O_RDONLY)):
        with contextlib.suppress(OSError):
            got = open_one()
            if got == 0:
                os._exit(0)
            LOOT.append(repr(got))


torch.set_num_threads(2)
torch.ones(1 << 16).add(1).sum()
threads = [threading.Thread(target=attempt) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
