"""Defines the roll: who handed in, which file counts and why, and what was left out."""

import msgspec

from autograder.submission.delivery import LeftOut
from autograder.submission.record import Submission


class Entry(msgspec.Struct, frozen=True):
    """A student on the roll."""

    submission: Submission
    origin: str  # where it lies, as the instructor sees it
    paths: tuple[str, ...]  # all that it consists of, from SUBMITTED on


class Roll(msgspec.Struct, frozen=True):
    """All that is known of a folder of hand-ins before anything is graded."""

    layout: str
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def submissions(self) -> list[Submission]:
        """The hand-ins, by student."""
        return [entry.submission for entry in self.entries]
