"""Makes what is neither file nor folder in its scratch: pipes, sockets, devices, queues of the kernel."""
import contextlib
import socket
import stat

PLACE = f"{SCRATCH}/node"


def bound():
    socket.socket(socket.AF_UNIX).bind(PLACE)


for number, make in enumerate(
    (
        lambda: os.mkfifo(PLACE),
        bound,
        lambda: os.mknod(PLACE, stat.S_IFCHR | 0o600, os.makedev(1, 3)),
        lambda: os.mknod(PLACE, stat.S_IFBLK | 0o600, os.makedev(8, 0)),
        lambda: os.mknod(PLACE, stat.S_IFSOCK | 0o600),
    )
):
    with contextlib.suppress(OSError):
        if SCRATCH:
            make()
            LOOT.append(number)
