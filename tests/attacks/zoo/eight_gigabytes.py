"""Asks for more memory than a hand-in may have, and touches a little of it."""

import mmap

try:
    _memory = mmap.mmap(-1, 8 << 30)
    _memory[0] = 1
    _memory.close()
    LOOT.append("8 GB")
except OSError:
    pass
