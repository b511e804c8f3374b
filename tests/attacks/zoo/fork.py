"""Forks, by os and by the raw calls that libc has for it."""
import contextlib
import ctypes
import os

SIGCHLD, CLONE_VFORK = 17, 0x4000
CLONE = {"x86_64": 56, "aarch64": 220}.get(os.uname().machine, -1)
libc = ctypes.PyDLL(None)  # a child must hold the interpreter's lock
forks = (os.fork, libc.fork, lambda: libc.syscall(CLONE, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0))
for fork in forks:
    with contextlib.suppress(OSError):
        pid = fork()
        if pid == 0:
            os._exit(0)
        if pid > 0:
            os.waitpid(pid, 0)
            LOOT.append(pid)
