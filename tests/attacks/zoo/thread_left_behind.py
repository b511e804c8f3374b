"""Leaves threads behind that outlive every call and try to get out as long as they live."""
import contextlib
import os
import threading
import time


def linger():
    while True:
        for path in ("/proc/1/environ", "/etc/passwd", "/tmp"):
            with contextlib.suppress(OSError):
                os.close(os.open(path, os.O_RDONLY))
                if not own(path):
                    LOOT.append(path)
        time.sleep(0.01)


for _ in range(4):
    threading.Thread(target=linger, daemon=True).start()
time.sleep(0.02)
