"""Defines a hand-in before it is read: whose it is, where it lies, and what its place says of it."""

from typing import Literal, NamedTuple

import msgspec

from autograder.submission.node import FileNode

WhichAttempt = Literal["last", "first", "best"]


class Delivery(msgspec.Struct, frozen=True):
    """A hand-in before it is read."""

    student: str
    origin: str  # as the instructor sees it: `ada.py`, `ada/`
    node: FileNode
    ids: dict[str, str] = {}  # who the student is elsewhere: canvas, moodle, login, mail, name
    late: bool = False
    submitted_at: str = ""
    attempt: int = 0  # 0 where attempts are not numbered
    notes: tuple[str, ...] = ()
    paths: tuple[str, ...] = ("",)  # all that it consists of, from SUBMITTED on
    attempts: tuple["Delivery", ...] = ()  # where the best counts: all of them, the earliest first


class LeftOut(msgspec.Struct, frozen=True):
    """What lies in SUBMITTED and is no part of a hand-in that counts."""

    path: str  # from SUBMITTED on
    reason: str  # the end of a sentence: "is no module, notebook or zip"
    is_work: bool = False  # it may hold somebody's work, so that the instructor must hear of it


class Reading(NamedTuple):
    """What one layout makes of a folder."""

    layout: str
    deliveries: list[Delivery]
    left_out: list[LeftOut]


class Choice(msgspec.Struct, frozen=True):
    """What the instructor says where hand-ins can be read in several ways."""

    student: str | None = None
    layout: str = ""
    attempt: WhichAttempt = "last"
