"""Attaches a BPF program to the channel, and asks for one in the kernel."""
import ctypes
import struct

SO_ATTACH_FILTER, BPF = 26, {"x86_64": 321, "aarch64": 280}
libc = ctypes.CDLL(None)
take_all = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0xFFFFFFFF))
program = struct.pack("HxxxxxxQ", 1, ctypes.addressof(take_all))
if libc.setsockopt(3, 1, SO_ATTACH_FILTER, program, len(program)) == 0:
    LOOT.append("a filter on the channel")
array = struct.pack("IIII", 2, 4, 4, 1) + bytes(56)
if libc.syscall(BPF.get(__import__("os").uname().machine, -1), 0, array, len(array)) > 0:
    LOOT.append("a bpf map")
