"""Moodle, "Download all submissions": `First Last_123456_assignsubmission_file_/`, or files so named.

The number is what the grading worksheet calls `Participant 123456`. A text typed into the page lies
in `..._onlinetext_/`. Source: Moodle, mod/assign/locallib.php, `download_submissions`.
"""

import re
from collections.abc import Sequence

from autograder.course.assignment import Assignment
from autograder.submission.layouts.label import Label, Labels, Layout
from autograder.submission.node import FileNode

NAME = re.compile(
    r"(?P<student>[^_]+)_(?P<id>\d+)_assign(?P<part>submission|feedback)_(?P<plugin>[a-z]+)_?(?P<file>.*)"
)


def labels(entries: Sequence[FileNode], _assignment: Assignment) -> Labels:
    """What Moodle wrote into names; a typed text counts where no file was handed in."""
    parsed = {entry.name: match for entry in entries if (match := NAME.fullmatch(entry.name))}
    with_files = {match["id"] for match in parsed.values() if _is_file(match)}
    return {name: _label(match, with_files) for name, match in parsed.items()}


def _is_file(match: re.Match[str]) -> bool:
    return match["part"] == "submission" and match["plugin"] == "file"


def _label(match: re.Match[str], with_files: set[str]) -> Label:
    id, student = match["id"], match["student"]
    no_work = ""
    if match["part"] == "feedback":
        no_work = "is feedback, not a hand-in"
    elif not _is_file(match) and id in with_files:
        no_work = f"is the text that {student} typed; the files count"
    ids = {"moodle": id, "name": student}
    return Label(student, id, ids, file=match["file"], no_work=no_work)


MOODLE = Layout("moodle", "a download from Moodle", labels)
