"""Tells a folder of sections, each with its own students, from a folder of students."""

import re
from collections.abc import Sequence

from autograder.course.assignment import Assignment
from autograder.errors import UsageError
from autograder.submission.entries import (
    entries_of,
    holds_named_work,
    is_part,
    is_work,
    path_of,
)
from autograder.submission.names import listed, shown
from autograder.submission.node import FileNode

SECTION = re.compile(
    r"(section|sec|group|grp|gruppe|class|kurs|lab|tutorial|tut|übung)s?[ _-]*\w{1,3}",
    re.IGNORECASE,
)


def are_sections(entries: Sequence[FileNode], name: str, assignment: Assignment) -> bool:
    """True where students' folders lie in the entries; `UsageError` where nothing tells."""
    folders = [entry for entry in entries if entry.kind == "folder"]
    if len(folders) < 2 or any(map(is_work, entries)):
        return False
    inner = [_students(folder, assignment) for folder in folders]
    if not all(inner):
        return False
    names = [student.name for students in inner for student in students]
    if any(is_part(name, assignment) for name in names):
        return False
    if all(SECTION.fullmatch(folder.name) for folder in folders):
        return True
    if len(set(names)) < len(names):
        return False  # `old` and `new` in everyone's folder
    raise UsageError(
        f"{shown(name)} can be read in two ways: {listed([path_of(entry) for entry in folders])} are students, or they "
        f"are sections, and {listed([f'{name}/' for name in names])} are "
        "the students. Type --layout class for the first, --layout sections for the second"
    )


def _students(folder: FileNode, assignment: Assignment) -> list[FileNode]:
    """The folders with work in a folder that holds no work itself."""
    entries = entries_of(folder)
    if any(map(is_work, entries)):
        return []
    return [
        entry for entry in entries if entry.kind == "folder" and holds_named_work(entry, assignment)
    ]
