"""Reads what the kernel tells of itself: its log, its symbols, its modules, its settings."""
import contextlib
import ctypes

libc, text = ctypes.CDLL(None), ctypes.create_string_buffer(200)
for action in (3, 10):  # read all, size of the buffer
    if (size := libc.klogctl(action, text, 200)) > 0:
        LOOT.append((action, size))
for path in ("/proc/kallsyms", "/proc/modules", "/proc/cmdline", "/proc/sys/kernel/random/boot_id"):
    with contextlib.suppress(OSError), open(path) as file:
        LOOT.append((path, len(file.readline())))
