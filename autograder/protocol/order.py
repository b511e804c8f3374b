"""What a worker gets before any step: what to import and what to refuse."""

from typing import Any

import msgspec

REPLACED = "replaced"  # in a frame that has the hand-in imported anew, with other sources


class Order(msgspec.Struct, frozen=True):
    """A hand-in by value. `sources` are its modules by name; `cells` stand in for a notebook's."""

    module: str  # the name to import it under, "pooling"
    file: str  # what errors call it, "pooling.py"
    files: dict[str, bytes]
    cells: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # what the assignment asks for
    props: str = ""  # source of the course's helpers that live beside the student's code
    question: str = ""  # its title, for the message of a forbidden operator
    threads: int = 1
    answer_mb: int = 64

    def value(self) -> dict[str, Any]:
        """The order as plain data for the wire."""
        return msgspec.structs.asdict(self)
