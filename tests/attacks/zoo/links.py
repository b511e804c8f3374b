"""Makes a symbolic and a hard link to files that it may not read or write."""
import contextlib
import os

path = "/tmp/left_by_links"
for make, target in ((os.symlink, "/etc/passwd"), (os.link, torch.__file__), (os.link, "/etc/passwd")):
    with contextlib.suppress(OSError):
        make(target, path)
        os.unlink(path)
        LOOT.append((make.__name__, target))
