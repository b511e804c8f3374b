"""Writes a program and a library into its scratch and has them run: exec, dlopen, executable memory."""
import contextlib
import ctypes
import mmap
import shutil
import subprocess

import _ctypes


def library():
    shutil.copy(_ctypes.__file__, f"{SCRATCH}/library.so")
    ctypes.CDLL(f"{SCRATCH}/library.so")


def program():
    path = f"{SCRATCH}/program"
    with open(path, "w") as file:
        file.write("#!/bin/sh\nexit 0\n")
    os.chmod(path, 0o4755)
    subprocess.run([path], check=True)


def executable_memory():
    with open(f"{SCRATCH}/code", "w+b") as file:
        file.write(bytes(4096))
        file.flush()
        mmap.mmap(file.fileno(), 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)


def made_executable():
    with open(f"{SCRATCH}/code", "w+b") as file:
        file.write(bytes(4096))
        file.flush()
        memory = mmap.mmap(file.fileno(), 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE)
        start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        if ctypes.CDLL(None).mprotect(ctypes.c_void_p(start), 4096, 5) != 0:
            raise OSError


for run in (library, program, executable_memory, made_executable):
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        if SCRATCH:
            run()
            LOOT.append(run.__name__)
