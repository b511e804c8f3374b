"""Opens a socket from machine code of its own, past libc and every hook that Python has."""
import ctypes
import mmap
import os

SOCKET = "b8 29 00 00 00 bf 02 00 00 00 be 01 00 00 00 31 d2 0f 05 c3"  # socket(2, 1, 0)
if os.uname().machine == "x86_64":
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex(SOCKET))
    fd = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    if fd >= 0:
        LOOT.append(fd)
        os.close(fd)
