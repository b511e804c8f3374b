"""The attacks and what is known of them: `zoo/NAME.py` is one, `expected/*.toml` says what it gets."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

HERE = Path(__file__).parent
LAYERS = ("namespaces", "landlock", "seccomp", "rlimits")  # what a worker may lack
WEAKER = {  # level -> layers of which at least one may be missing there
    "full": (),
    "strong": ("namespaces",),
    "partial": ("namespaces", "landlock"),
    "none": LAYERS,
}
WORD = re.compile(r"[\w.-]+")  # what may be a file's name in a source
SUCCESS = "GOT"  # an attack that got something says so in a message of its result

StoppedBy = Literal[
    "namespaces", "landlock", "seccomp", "rlimits",  # layers of a worker
    "process", "deadline", "wire", "judge", "import", "ban", "reap",  # how grading is built
]  # fmt: skip


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a table says of an attack."""

    stopped_by: StoppedBy
    score: float  # exactly, at level full
    note: str = ""
    attributed: bool = True  # leaving layers out shows which one stops it; a note says why not
    needs: tuple[str, ...] = ()  # of each a place must be here, or there is nothing to get
    locked_only: bool = False  # never run where a layer is missing: too dangerous, or pointless

    def has_something_to_get(self) -> bool:
        """Whether this host has what the attack is after, such as a compiler."""
        return all(
            any(
                os.access(path, os.R_OK)
                for pattern in places.split()
                for path in Path("/").glob(pattern[1:])
            )
            for places in self.needs
        )


class Attack(msgspec.Struct, frozen=True):
    """A hostile hand-in."""

    name: str
    group: str  # the table it stands in
    entry: Entry

    @property
    def source(self) -> bytes:
        """Its module: the half-honest one, then the attack."""
        return (HERE / "base.py").read_bytes() + b"\n\n" + attack_file(self.name).read_bytes()


def attack_file(name: str) -> Path:
    """Where an attack stands."""
    return HERE / "zoo" / f"{name}.py"


def written() -> set[str]:
    """The attacks that there are."""
    return {path.stem for path in (HERE / "zoo").glob("*.py")}


def tables() -> dict[str, dict[str, Entry]]:
    """The tables, by group."""
    return {
        path.stem: msgspec.toml.decode(path.read_bytes(), type=dict[str, Entry])
        for path in sorted((HERE / "expected").glob("*.toml"))
    }


def attacks() -> list[Attack]:
    """Every attack that has a file and an entry, by name."""
    listed = (
        Attack(name, group, entry)
        for group, table in tables().items()
        for name, entry in table.items()
    )
    there = written()
    return sorted((one for one in listed if one.name in there), key=lambda one: one.name)


def may_succeed(attack: Attack, level: str) -> bool:
    """Whether an attack is known to get something from a worker locked to this level only."""
    return attack.entry.stopped_by in WEAKER[level]


def loot(messages: Iterable[str]) -> list[str]:
    """What an attack says it got, in the messages of its result."""
    return [message for message in messages if SUCCESS in message]
