"""Keeps a key in the kernel's keyring, and looks at those of the user."""
import ctypes
import os

ADD_KEY, KEYCTL = {"x86_64": (248, 250), "aarch64": (217, 219)}.get(os.uname().machine, (-1, -1))
PROCESS_KEYRING, SESSION_KEYRING = -2, -3
libc = ctypes.CDLL(None)
if libc.syscall(ADD_KEY, b"user", b"left", b"x", 1, PROCESS_KEYRING) > 0:
    LOOT.append("a key")
if libc.syscall(KEYCTL, 0, SESSION_KEYRING, 0) > 0:
    LOOT.append("the session's keyring")
