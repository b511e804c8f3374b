"""What a tree of processes holds and leaves, as /proc and the file system tell. Linux only."""

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

SHARED = Path("/dev/shm")
QUEUES = ("shm", "sem", "msg")  # System V objects, in /proc/sysvipc


class Process(msgspec.Struct, frozen=True):
    """A process at rest. What this user may not read is 0."""

    pid: int
    private_kb: int
    descriptors: int
    threads: int


def measure(pid: int) -> Process:
    """What one process holds now."""
    place = Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
    try:
        descriptors = sum(1 for _ in (place / "fd").iterdir())
        private = _private(place / "smaps_rollup")
    except PermissionError:  # closed to other processes of the same user
        descriptors, private = 0, int(status["RssAnon"].split()[0])
    return Process(pid, private, descriptors, int(status["Threads"]))


def _private(rollup: Path) -> int:
    lines = rollup.read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def settled(condition: Callable[[], object], seconds: float = 10, every: float = 0.05) -> bool:
    """Whether something comes true soon; asked again and again."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Everything below a folder: files with their size and the time of their last change."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if "__pycache__" not in path.parts:  # Python writes it where it imports
            state = path.lstat()
            stamp = (0, 0) if path.is_dir() else (state.st_size, state.st_mtime_ns)
            found[str(path.relative_to(folder))] = stamp
    return found


def shared_objects() -> set[str]:
    """What lies in shared memory, named or System V."""
    named = {str(path) for path in SHARED.iterdir()} if SHARED.is_dir() else set()
    for kind in QUEUES:
        lines = Path("/proc/sysvipc", kind).read_text().splitlines()[1:]
        named |= {f"{kind} {line.split()[1]}" for line in lines}
    return named


def public_files(names: set[str]) -> set[str]:
    """Files that anyone may make and that are called by one of these names."""
    places = [Path(place) for place in ("/tmp", "/var/tmp", "/dev/shm") if Path(place).is_dir()]
    return {str(path) for place in places for path in place.iterdir() if path.name in names}
