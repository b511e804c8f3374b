"""Makes symbolic and hard links out of its scratch and into it, by name and by descriptor."""
import contextlib

NAME = f"{SCRATCH}/link"
for make, target in (
    (os.symlink, "/etc/passwd"),
    (os.symlink, "/"),
    (os.link, torch.__file__),
    (os.link, __import__("sys").executable),
):
    with contextlib.suppress(OSError):
        if SCRATCH:
            make(target, NAME)
            LOOT.append((make.__name__, target))
