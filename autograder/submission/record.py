"""Defines a hand-in as the rest of the engine sees it: files by value, no paths of this machine."""

import msgspec


class Submission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One student's hand-in; it travels as msgpack to another process or machine.

    `main` stands at the top of `files`. Modules are UTF-8 without a byte order mark.
    """

    student: str
    files: dict[str, bytes]  # relative posix path -> content
    main: str  # the file to grade: "pooling.py" or "work.ipynb"; "" with a problem
    problem: str = ""  # why it cannot be graded, for the student: it scores 0 with this message
    notes: tuple[str, ...] = ()  # what was chosen and what was left out, for the student
    ids: dict[str, str] = {}  # who the student is elsewhere: canvas, moodle, login, mail, name
    late: bool = False  # as the learning platform marked it
    submitted_at: str = (
        ""  # as the download tells it: 2026-10-01T10:00:00, with a zone if that is told
    )
    attempt: int = 0  # which one this is, from 1 on; 0 where attempts are not numbered
    attempts: tuple[
        "Submission", ...
    ] = ()  # where the best counts: all of them, the earliest first
    competes: bool = False  # it is one of these
