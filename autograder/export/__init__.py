"""Results in the formats of other systems: pure functions, nothing is graded again or read here."""

import msgspec

from autograder.export.absent import Absent


class Export(msgspec.Struct, frozen=True):
    """What a format makes of results: the file, and what the command says of it.

    `content` is None where there is nothing to write: the other system has the scores already, or
    none could be entered. `notes` are worth knowing, `problems` a person must mend by hand, and
    `printed` are lines for a log that a machine reads. `entered` counts the scores in the file, or
    what else it is made of, its `unit`, where it need not hold all. `absent` are those who handed in
    nothing, for each assignment.
    """

    content: bytes | None
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    entered: int | None = None
    unit: str = "score"
    absent: tuple[Absent, ...] = ()
