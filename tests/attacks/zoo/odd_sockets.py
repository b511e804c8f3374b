"""Opens sockets that reach past the network: the hypervisor, the kernel's ciphers, Bluetooth."""
import contextlib
import socket

VSOCK, ALG, PACKET, BLUETOOTH, XDP, CAN, TIPC, KCM = 40, 38, 17, 31, 44, 29, 30, 41
for family in (VSOCK, ALG, PACKET, BLUETOOTH, XDP, CAN, TIPC, KCM):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_RAW):
        with contextlib.suppress(OSError):
            socket.socket(family, kind).close()
            LOOT.append((family, int(kind)))
