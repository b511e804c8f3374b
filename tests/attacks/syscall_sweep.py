"""The zygote of `test_fuzz_syscalls.py`: `syscall_sweep.py ROOT`; acts are written by their calls.

`call -1 0 56` makes the calls 0 and 56 with every argument -1; `thread` makes them from a thread,
`gate` through the gate of 32-bit programs.
"""

import ctypes
import mmap
import os
import signal
import threading
from collections.abc import Callable

SECONDS = 0.3  # for a call that waits; then an alarm ends the worker
MANY_SECONDS = 30  # for many that do not, on a busy machine


def call(argument: int, numbers: list[int]) -> list[int]:
    """What each call returns, or its negative error number."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    arguments = [ctypes.c_long(argument)] * 6
    me, answers = os.getpid(), []
    signal.setitimer(signal.ITIMER_REAL, SECONDS if len(numbers) == 1 else MANY_SECONDS)
    for number in numbers:
        result = library.syscall(ctypes.c_long(number), *arguments)
        if os.getpid() != me:
            os._exit(0)  # a fork that should not be: the parent tells
        answers.append(-ctypes.get_errno() if result == -1 else result)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return answers


def thread(argument: int, numbers: list[int]) -> list[int]:
    """The same from a thread that was started behind the lock."""
    answers: list[int] = []
    inner = threading.Thread(target=lambda: answers.extend(call(argument, numbers)))
    inner.start()
    inner.join()
    return answers


def gate(argument: int, numbers: list[int]) -> list[int]:
    """What `int 0x80` returns for each number."""
    return [_int_0x80(argument & 0xFFFFFFFF, number) for number in numbers]


def _int_0x80(argument: int, number: int) -> int:
    registers = b"".join(bytes([move]) + argument.to_bytes(4, "little") for move in b"\xbb\xb9\xba")
    code = b"\x53" + registers + b"\xb8" + number.to_bytes(4, "little") + b"\xcd\x80\x5b\xc3"
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(code)
    return ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()


class Acts(dict[str, Callable[[], list[int]]]):
    """Any act that is asked for: its name says what it does."""

    def __missing__(self, name: str) -> Callable[[], list[int]]:
        way, *numbers = name.split()
        argument, *calls = map(int, numbers)
        return lambda: {"call": call, "thread": thread, "gate": gate}[way](argument, calls)
