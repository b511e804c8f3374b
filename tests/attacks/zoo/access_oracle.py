"""Asks by access, readlink and statx what it may not open: programs, tools, processes."""
import contextlib
import os

for path in ("/usr/bin/env", "/usr/bin/gcc", "/etc/shadow", "/proc/1", "/var/run/docker.sock"):
    if os.access(path, os.F_OK) or os.access(path, os.R_OK, effective_ids=True):
        LOOT.append(path)
for path in ("/proc/self/exe", "/proc/self/cwd", "/proc/1/exe", "/etc/mtab", "/bin"):
    with contextlib.suppress(OSError):
        LOOT.append(os.readlink(path))
