"""Sends signal 0, which only asks whether a signal could be sent, to its parent and that group."""
import contextlib
import os

for send in (os.kill, os.killpg):
    with contextlib.suppress(OSError):
        send(os.getppid(), 0)
        LOOT.append(send.__name__)
