"""Reads the list of the host's users."""

try:
    with open("/etc/passwd") as _file:
        LOOT.append(_file.readline())
except OSError:
    pass
