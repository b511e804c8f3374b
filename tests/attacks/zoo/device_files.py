"""Opens devices that hold everything: memory, the kernel's log, disks, the machine's monitor."""
import contextlib
import glob
import os

places = ["/dev/mem", "/dev/kmsg", "/dev/port", "/dev/kvm", "/dev/fuse", "/dev/tty", "/dev/hwrng"]
for path in places + glob.glob("/dev/[sv]d?") + glob.glob("/dev/nvme*"):
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        LOOT.append(path)
