"""Asks and sets a file's flags by ioctl; the device calls behind it are endless."""
import array
import contextlib
import fcntl
import os

GET_FLAGS, SET_FLAGS = 0x80086601, 0x40086602
fd, flags = os.open(torch.__file__, os.O_RDONLY), array.array("l", [0])
with contextlib.suppress(OSError):
    fcntl.ioctl(fd, GET_FLAGS, flags)
    LOOT.append(("read", flags[0]))
    fcntl.ioctl(fd, SET_FLAGS, flags)
    LOOT.append("written")
os.close(fd)
