"""Fills its scratch with bytes, in large pieces and in small ones, and takes what is too much."""
import contextlib

written = 0
for number, piece in enumerate((8 << 20, 1 << 16)):
    with contextlib.suppress(OSError), open(f"{SCRATCH or '/nowhere'}/full{number}", "wb", 0) as file:
        while written < 256 << 20:
            written += file.write(bytes(piece))
if written > 64 << 20:
    LOOT.append(written)
