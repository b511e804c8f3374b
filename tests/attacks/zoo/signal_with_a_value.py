"""Signals by the less known calls: sigqueue, tkill, tgkill."""
import ctypes
import os

libc = ctypes.CDLL(None)
TKILL = {"x86_64": 200, "aarch64": 130}.get(os.uname().machine, -1)
if libc.sigqueue(os.getppid(), 0, None) == 0 or libc.tgkill(os.getppid(), os.getppid(), 0) == 0:
    LOOT.append("the parent")
if libc.syscall(TKILL, os.getpid(), 0) == 0:
    LOOT.append("tkill")
