"""Opens a socket, the door to everything that listens on the host."""

import socket

for _family in (socket.AF_INET, socket.AF_UNIX, socket.AF_NETLINK):
    try:
        socket.socket(_family, socket.SOCK_DGRAM).close()
        LOOT.append(f"a socket of family {_family}")
    except OSError:
        pass
