"""GitHub Classroom, `gh classroom clone student-repos`: `a1-pooling-login/`, a clone for each student.

The assignment's name as a part of an address, and the login. Source: GitHub's documentation of the
extension github/gh-classroom.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import takewhile

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError
from autograder.submission.layouts.label import Label, Labels, Layout
from autograder.submission.node import FileNode


def labels(entries: Sequence[FileNode], assignment: Assignment) -> Labels:
    """The logins in the names of clones."""
    folders = [entry for entry in entries if entry.kind == "folder"]
    slug = re.escape(assignment.slug).replace("_", "[-_ ]").replace(r"\-", "[-_ ]")
    start = re.compile(rf"{slug}-(?P<login>[A-Za-z0-9-]+)", re.IGNORECASE)
    named = {
        folder.name: name["login"]
        for folder in folders
        if (name := start.fullmatch(folder.name)) and name["login"] != "submissions"
    }
    named = named or _cloned(folders)
    return {
        name: Label(login, login, {"login": login, "github": login})
        for name, login in named.items()
    }


def _cloned(folders: Sequence[FileNode]) -> dict[str, str]:
    """Clones of one assignment whatever its name: what all names begin with, up to a dash."""
    names = [folder.name for folder in folders if _is_clone(folder)]
    shared = _shared_start(names).rpartition("-")[0] if len(names) > 1 else ""
    return {name: name[len(shared) + 1 :] for name in names} if shared else {}


def _shared_start(names: Sequence[str]) -> str:
    # the first and the last in order differ where any two do
    pairs = zip(min(names), max(names), strict=False)
    return "".join(left for left, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _is_clone(folder: FileNode) -> bool:
    with suppress(SubmissionError):  # a closed folder is said to be so when it is read
        return any(entry.name == ".git" for entry in folder.children())
    return False


CLASSROOM = Layout("classroom", "clones of GitHub Classroom", labels)
