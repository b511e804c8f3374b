"""Watches which library files the others open: inotify and directory notifications."""
import contextlib
import ctypes
import fcntl
import os

libc, folder = ctypes.CDLL(None), os.path.dirname(torch.__file__)
watch = libc.inotify_init1(os.O_NONBLOCK)
if watch >= 0 and libc.inotify_add_watch(watch, folder.encode(), 0x20) >= 0:  # IN_OPEN
    LOOT.append("inotify")
with contextlib.suppress(OSError):
    fd = os.open(folder, os.O_RDONLY)
    fcntl.fcntl(fd, fcntl.F_NOTIFY, 0)
    LOOT.append("F_NOTIFY")
