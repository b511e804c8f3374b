"""Defines what the name of an entry of a download says, and what a layout is."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from autograder.course.assignment import Assignment
from autograder.submission.node import FileNode

Recency = tuple[str | int, ...]  # the larger, the later; empty where nothing tells


class Label(NamedTuple):
    """What the platform wrote into the name of a file or folder."""

    student: str
    key: str  # the same for all that one student, or one group, handed in
    ids: dict[str, str]
    file: str = ""  # the name that a file had before; "" for a folder
    late: bool = False
    order: Recency = ()  # of the attempt
    attempt: int = 0  # its number, where the name tells it
    version: Recency = ()  # of the file within the attempt
    members: tuple[tuple[str, dict[str, str]], ...] = ()  # of a group: name and ids of each
    submitted_at: str = ""  # as `moment_in` writes it
    no_work: str = ""  # why this is not handed in: the end of a sentence


Labels = dict[str, Label]  # by the name of the entry


class Layout(NamedTuple):
    """One platform's way to lay out a download."""

    name: str  # for `--layout`
    title: str  # for people
    labels: Callable[[Sequence[FileNode], Assignment], Labels]


def each(parse: Callable[[FileNode], Label | None]) -> Callable[..., Labels]:
    """The labels of a layout whose names are read one by one."""

    def labels(entries: Sequence[FileNode], _assignment: Assignment) -> Labels:
        parsed = ((entry.name, parse(entry)) for entry in entries)
        return {name: label for name, label in parsed if label}

    return labels
