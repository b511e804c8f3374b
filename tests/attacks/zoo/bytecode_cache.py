"""Opens cached bytecode for writing, and lets Python cache some of its own."""
import contextlib
import importlib.util
import os
import sys

sys.dont_write_bytecode = False
for module in ("argparse", "torch", "json"):
    with contextlib.suppress(OSError, ImportError):
        cached = importlib.util.cache_from_source(importlib.util.find_spec(module).origin)
        os.close(os.open(cached, os.O_RDWR))
        LOOT.append(cached)
