"""Changes its user, its groups, its capabilities, its session and its personality."""
import contextlib
import ctypes
import os

libc = ctypes.CDLL(None)
attempts = (
    lambda: os.setuid(os.getuid()),
    lambda: os.setresgid(-1, -1, os.getgid()),
    lambda: os.setgroups([]),
    lambda: os.setpgid(0, 0),
    lambda: libc.personality(0xFFFFFFFF) >= 0 or 1 / 0,
)
for number, attempt in enumerate(attempts):
    with contextlib.suppress(OSError, ZeroDivisionError):
        attempt()
        LOOT.append(number)
