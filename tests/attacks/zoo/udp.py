"""Sends a datagram to itself, and reads what the kernel would choose as its own address."""
import contextlib
import socket

with contextlib.suppress(OSError):
    us = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    us.bind(("127.0.0.1", 0))
    us.sendto(b"x", us.getsockname())
    LOOT.append(us.recv(1))
