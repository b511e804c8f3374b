"""How well a worker is locked: what counts as a layer, and the rule that makes a level of layers."""

from collections.abc import Collection

import msgspec

LEVELS = ("none", "partial", "strong", "full")  # weakest first
LAYERS = ("namespaces", "landlock", "seccomp", "rlimits", "no_new_privs")
OPTIONAL = LAYERS[:4]  # what `without` may leave out

_NEEDS = {
    "full": set(LAYERS),
    "strong": {"landlock", "seccomp", "rlimits"},
    "partial": {"seccomp", "rlimits"},
}


class Isolation(msgspec.Struct, frozen=True):
    """What holds a worker, as probed from inside it, and what is missing and why."""

    level: str  # one of LEVELS
    mechanisms: tuple[str, ...]  # ("namespaces", "landlock 7", "seccomp", "rlimits")
    missing: tuple[str, ...] = ()  # ("namespaces: unshare: Operation not permitted",)


class Bounds(msgspec.Struct, frozen=True):
    """What one worker may use."""

    cpu_seconds: int
    memory_bytes: int  # on top of what the warm process maps already
    open_files: int = 64
    cuda: bool = False  # address space unbounded, devices may be opened for writing, any ioctl


def level_of(effective: Collection[str]) -> str:
    """The highest level whose layers are all among the effective ones."""
    for level, layers in _NEEDS.items():
        if layers <= set(effective):
            return level
    return LEVELS[0]
