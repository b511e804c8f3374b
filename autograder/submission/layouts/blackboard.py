"""Blackboard, "Assignment File Download": `Pooling_login1_attempt_2026-10-01-10-00-00_pooling.py`.

A text of the same name without a file says who it is: `Name: First Last (login1)`. Source:
Blackboard Learn's help, "Download assignments".
"""

import re
from collections.abc import Sequence
from contextlib import suppress

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.layouts.label import Label, Labels, Layout
from autograder.submission.moment import moment_in
from autograder.submission.node import FileNode

NAME = re.compile(
    r".+_(?P<login>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|(?P<text>\.txt))?"
)
WHO = re.compile(rb"^Name:\s*(?P<name>.+?)\s*\([^()]*\)\s*$", re.MULTILINE)


def labels(entries: Sequence[FileNode], _assignment: Assignment) -> Labels:
    """What Blackboard wrote into names, and the students' names out of its texts."""
    parsed = [(entry, match) for entry in entries if (match := NAME.fullmatch(entry.name))]
    names = {match["login"]: name for entry, match in parsed if (name := _full_name(entry, match))}
    return {entry.name: _label(match, names) for entry, match in parsed}


def _label(match: re.Match[str], names: dict[str, str]) -> Label:
    login = match["login"]
    ids = {"login": login} | ({"name": names[login]} if login in names else {})
    no_work = "is Blackboard's own note on the attempt" if match["text"] else ""
    return Label(
        login,
        login,
        ids,
        match["file"] or "",
        order=(match["time"],),
        submitted_at=moment_in(match["time"]),
        no_work=no_work,
    )


def _full_name(entry: FileNode, match: re.Match[str]) -> str:
    if match["text"]:
        with suppress(SubmissionError):  # a note that cannot be read names nobody
            if who := WHO.search(entry.read(caps.DATA)):
                return who["name"].decode("utf-8", "replace")
    return ""


BLACKBOARD = Layout("blackboard", "a download from Blackboard", labels)
