"""Makes namespaces of its own, in which it would be root: user, mount, net, process, time."""
import ctypes

NEW = {"user": 0x10000000, "mount": 0x20000, "net": 0x40000000, "pid": 0x20000000, "time": 0x80}
libc = ctypes.CDLL(None)
for name in ("user", "mount", "net", "pid", "time"):
    if libc.unshare(NEW[name]) == 0:
        LOOT.append(name)
