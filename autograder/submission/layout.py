"""Finds hand-ins and whose each is, in one hand-in, a folder of hand-ins, or nbgrader's tree."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import NamedTuple

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError, UsageError
from autograder.submission.archive import opened
from autograder.submission.kinds import (
    is_archive,
    is_code,
    is_handed_out_notebook,
    is_notebook,
    suffix,
)
from autograder.submission.node import FileNode, visible


class Candidate(NamedTuple):
    """A hand-in before it is read."""

    student: str
    origin: str  # as the instructor sees it: `ada.py`, `ada/`
    node: FileNode


def find(root: FileNode, assignment: Assignment, stack: ExitStack) -> list[Candidate]:
    """Returns the hand-ins of a module, notebook, zip or folder; `stack` keeps a zip open."""
    if root.kind == "folder":
        return _inside(root, root.name, assignment)
    stem = _stem(root.name)
    if suffix(root.name) == "zip":
        try:
            zip_root = stack.enter_context(opened(root))
        except SubmissionError:
            return [Candidate(stem, root.name, root)]  # reading it again gives the problem
        candidates = _inside(_class_folder(zip_root, assignment), stem, assignment, alone=is_code)
        return candidates or [Candidate(stem, root.name, zip_root)]
    if is_code(root.name) and root.kind == "file":
        return [Candidate(stem, root.name, root)]
    return []


def _inside(
    folder: FileNode, name: str, assignment: Assignment, alone: Callable[[str], bool] = is_notebook
) -> list[Candidate]:
    try:
        entries = visible(folder)
    except SubmissionError as error:
        raise UsageError(f"{name} {error}") from None
    handed_in = _entry(entries, assignment.slug)
    if handed_in:
        return [Candidate(name, f"{assignment.slug}/", handed_in)]
    if _is_one_hand_in(entries, assignment, alone):
        return [Candidate(name, f"{name}/", folder)]
    is_nbgraders = any(_entry(_entries(entry), assignment.slug) for entry in entries)
    candidates = (_student(entry, assignment, is_nbgraders) for entry in entries)
    return [candidate for candidate in candidates if candidate]


def _student(node: FileNode, assignment: Assignment, is_nbgraders: bool) -> Candidate | None:
    code = _is_handed_in(node.name)
    if node.kind == "refused" or (node.kind == "file" and code):
        return Candidate(_stem(node.name), node.name, node)
    if node.kind == "other":
        is_link = "link" in node.reason  # also of a folder, whose name tells nothing
        return Candidate(_stem(node.name), node.name, node) if code or is_link else None
    if node.kind == "file":
        return None
    entries = _entries(node)
    handed_in = _entry(entries, assignment.slug)
    if not handed_in and is_nbgraders and not any(_is_code(entry) for entry in entries):
        return None  # handed in other assignments only
    return Candidate(node.name, f"{node.name}/", handed_in or node)


def _is_one_hand_in(
    entries: Sequence[FileNode], assignment: Assignment, alone: Callable[[str], bool]
) -> bool:
    # a lone ada.py in a folder is ada's; alone in ada.zip, whatever its name, it is ada's too
    if any(entry.kind != "folder" and _is_named(entry.name, assignment) for entry in entries):
        return True
    usable = [entry for entry in entries if entry.kind != "refused"]
    handed_in = [entry for entry in usable if entry.kind == "folder" or _is_code(entry)]
    if len(handed_in) != 1:
        return not handed_in and len(usable) < len(entries)
    (entry_of_all,) = handed_in
    if entry_of_all.kind != "folder":
        return alone(entry_of_all.name) or len(usable) < len(entries)
    return any(
        _is_named(entry.name, assignment) or is_notebook(entry.name)
        for entry in _entries(entry_of_all)
    )


def _class_folder(root: FileNode, assignment: Assignment) -> FileNode:
    """The folder that a zipped folder of hand-ins begins with, or the zip's top."""
    folder = root
    while len(entries := visible(folder)) == 1 and entries[0].kind == "folder":
        inner = entries[0]
        if inner.name == assignment.slug or _entry(_entries(inner), assignment.slug):
            break  # the inner one is a student's in nbgrader's tree
        folder = inner
    return folder


def _entries(node: FileNode) -> list[FileNode]:
    try:
        return visible(node) if node.kind == "folder" else []
    except SubmissionError:
        return []  # it becomes a hand-in, whose problem says this


def _entry(entries: Sequence[FileNode], name: str) -> FileNode | None:
    return next((entry for entry in entries if entry.name == name), None)


def _is_code(node: FileNode) -> bool:
    return node.kind != "folder" and _is_handed_in(node.name)


def _is_handed_in(name: str) -> bool:
    return is_code(name) or is_archive(name)  # an archive that is not opened gets a problem


def _is_named(name: str, assignment: Assignment) -> bool:
    is_module = name.lower() == assignment.module.lower()
    return is_module or is_handed_out_notebook(name, assignment.slug)


def _stem(name: str) -> str:
    while _is_handed_in(name) and (stem := name.rpartition(".")[0]):
        name = stem
    return name
