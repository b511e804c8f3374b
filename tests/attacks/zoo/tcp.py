"""Connects by TCP to a listener of its own on the loopback, by IPv4 and IPv6."""
import contextlib
import socket

for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    with contextlib.suppress(OSError):
        listener = socket.create_server((host, 0), family=family)
        socket.create_connection(listener.getsockname()[:2], 1)
        LOOT.append(host)
