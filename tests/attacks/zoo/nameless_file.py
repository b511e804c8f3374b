"""Makes files without a name: O_TMPFILE and the tempfile module, which hides its own at once."""
import contextlib
import os
import tempfile

for place in ("/tmp", "/dev/shm", "/usr/lib", os.path.dirname(torch.__file__)):
    with contextlib.suppress(OSError):
        os.close(os.open(place, os.O_TMPFILE | os.O_RDWR))
        LOOT.append(place)
for make in (tempfile.TemporaryFile, tempfile.NamedTemporaryFile, tempfile.TemporaryDirectory):
    with contextlib.suppress(OSError), make() as made:
        if not own(tempfile.gettempdir()):
            LOOT.append(repr(made))
