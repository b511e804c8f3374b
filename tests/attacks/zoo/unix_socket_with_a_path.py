"""Connects to a socket in the file system, as the Docker daemon and D-Bus have one."""
import contextlib
import os
import socket

path = "/tmp/left_by_unix_socket"
with contextlib.suppress(OSError):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    socket.socket(socket.AF_UNIX).connect(path)
    os.unlink(path)
    LOOT.append(path)
