"""Makes its parent its debugger, so that a signal stops it and the parent is told nothing."""
import ctypes

PTRACE_TRACEME = 0
if ctypes.CDLL(None).ptrace(PTRACE_TRACEME, 0, None, None) == 0:
    LOOT.append("the parent traces this process")
