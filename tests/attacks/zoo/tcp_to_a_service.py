"""Connects to the host's loopback where nothing listens: whoever refuses it is the host."""
import contextlib
import socket

for port in (1, 9):
    for host in ("127.0.0.1", "localhost"):
        try:
            socket.create_connection((host, port), 0.2).close()
            LOOT.append(port)
        except ConnectionRefusedError:
            LOOT.append((port, "refused by the host"))
        except OSError:
            pass
