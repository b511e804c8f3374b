"""Moves a file of its scratch over torch's and out of it, and others into it."""
import contextlib

mine, theirs = f"{SCRATCH}/mine", torch.__file__
for source, target in (
    (mine, theirs),
    (mine, "/left_by_scratch_moved"),
    (mine, os.path.join(os.path.dirname(SCRATCH), "left_by_scratch_moved")),
    (SCRATCH, "/left_by_scratch_moved"),
    (theirs, mine),
):
    with contextlib.suppress(OSError):
        if SCRATCH:
            open(mine, "w").close()
            os.rename(source, target)
            LOOT.append((source, target))
