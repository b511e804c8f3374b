"""Opens files of Python and torch for writing: whoever imports them next would run its code."""
import contextlib
import os

for path in (os.__file__, torch.__file__, os.path.dirname(torch.__file__) + "/lib/libtorch.so"):
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_APPEND):
        with contextlib.suppress(OSError):
            os.close(os.open(path, flags))
            LOOT.append((path, flags))
