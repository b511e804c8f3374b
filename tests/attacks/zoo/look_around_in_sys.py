"""Reads about the machine: its network cards, its disks, its maker, its control groups."""
import contextlib
import os

for place in ("/sys/class/net", "/sys/block", "/sys/class/dmi/id", "/sys/fs/cgroup", "/sys/kernel"):
    with contextlib.suppress(OSError):
        LOOT.append((place, os.listdir(place)[:3]))
