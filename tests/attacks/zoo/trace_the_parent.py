"""Attaches as a debugger to its parent, without stopping it."""
import ctypes
import os

PTRACE_SEIZE, PTRACE_DETACH = 0x4206, 17
libc = ctypes.CDLL(None)
if libc.ptrace(PTRACE_SEIZE, os.getppid(), None, None) == 0:
    libc.ptrace(PTRACE_DETACH, os.getppid(), None, None)
    LOOT.append("the parent")
