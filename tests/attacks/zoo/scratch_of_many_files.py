"""Makes files, folders and long names without end: each costs the kernel memory of its own."""
import contextlib

made = 0
with contextlib.suppress(OSError):
    while SCRATCH and made < 20_000:
        os.mkdir(f"{SCRATCH}/{made:0200}")
        made += 1
        open(f"{SCRATCH}/{made:0200}", "x").close()
        made += 1
if made > 1000:
    LOOT.append(made)
