"""Looks up names, by libc and by a packet of its own to the resolver on the loopback."""
import contextlib
import socket

QUERY = b"\0\7\1\0\0\1\0\0\0\0\0\0\7invalid\0\0\1\0\1"
with contextlib.suppress(OSError):
    LOOT.append(socket.getaddrinfo("localhost", 80))
with contextlib.suppress(OSError):
    LOOT.append(socket.gethostbyname("localhost"))
with contextlib.suppress(OSError):
    LOOT.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(QUERY, ("127.0.0.1", 53)))
