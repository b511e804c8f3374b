"""Makes files that have no name in its scratch, and asks for memory that is none of it."""
import contextlib

for number, make in enumerate(
    (
        lambda: os.open(SCRATCH, os.O_TMPFILE | os.O_RDWR),
        lambda: os.memfd_create("x"),
        lambda: os.open("/dev/zero", os.O_RDWR),
        lambda: os.open(SCRATCH, os.O_PATH),
    )
):
    with contextlib.suppress(OSError):
        if SCRATCH:
            make()
            LOOT.append(number)
