"""Opens one file by every door of the standard library and of libc."""
import ctypes
import io
import linecache
import mmap
import os
import urllib.request
from importlib.machinery import SourceFileLoader

path, libc = "/etc/passwd", ctypes.CDLL(None)
libc.fopen.restype, libc.fgets.restype = ctypes.c_void_p, ctypes.c_char_p


def by_stdio():
    file = libc.fopen(path.encode(), b"r")
    return file and libc.fgets(ctypes.create_string_buffer(20), 20, ctypes.c_void_p(file))


doors = (
    by_stdio,
    lambda: linecache.getline(path, 1),
    lambda: io.FileIO(path).read(20),
    lambda: SourceFileLoader("x", path).get_data(path)[:20],
    lambda: urllib.request.urlopen(f"file://{path}").read(20),
    lambda: mmap.mmap(os.open(path, os.O_RDONLY), 20, prot=mmap.PROT_READ)[:],
    lambda: os.read(libc.syscall(437, -100, path.encode(), bytes(24), 24), 20),  # openat2
)
for door in doors:
    try:
        if got := door():
            LOOT.append(got[:20])
    except OSError:
        pass
