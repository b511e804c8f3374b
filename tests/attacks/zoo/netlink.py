"""Asks the kernel for the network's interfaces and routes over netlink."""
import contextlib
import socket
import struct

DUMP_LINKS, REQUEST_DUMP = 18, 0x301
with contextlib.suppress(OSError):
    line = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
    line.send(struct.pack("IHHIIB3x", 20, DUMP_LINKS, REQUEST_DUMP, 1, 0, 0))
    LOOT.append(len(line.recv(4096)))
