"""Listens on a socket without a path, where the worker of another hand-in could connect to it."""
import contextlib
import socket

with contextlib.suppress(OSError):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("\0left_by_abstract_socket")
    listener.listen()
    socket.socket(socket.AF_UNIX).connect("\0left_by_abstract_socket")
    LOOT.append(listener.getsockname())
