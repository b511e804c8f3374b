"""What the entries of a folder are, by their names: work, the module itself, a folder with work."""

from collections.abc import Iterable
from contextlib import suppress

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError
from autograder.submission.kinds import (
    is_archive,
    is_code,
    is_handed_out_notebook,
    is_notebook,
    suffix,
)
from autograder.submission.no_code import ZIP_MARK
from autograder.submission.node import FileNode, visible

# folders of these names are a part of a hand-in: no student is called so
PARTS = {"code", "homework", "lib", "solution", "source", "src", "submission", "work"}


def entries_of(node: FileNode) -> list[FileNode]:
    """A folder's entries; none of what is no folder, or cannot be opened."""
    try:
        return visible(node) if node.kind == "folder" else []
    except SubmissionError:
        return []  # it becomes a hand-in, whose problem says this


def assignments_folder(entries: Iterable[FileNode], assignment: Assignment) -> FileNode | None:
    """The folder, or file, called as the assignment; a name that differs in case only will do."""
    entries = list(entries)
    exact = (entry for entry in entries if entry.name == assignment.slug)
    slug = assignment.slug.casefold()
    similar = (
        entry for entry in entries if entry.name.casefold() == slug and entry.kind == "folder"
    )
    return next(exact, None) or next(similar, None)


def is_work(node: FileNode) -> bool:
    """True for a file that may be handed in."""
    return node.kind != "folder" and may_be_handed_in(node.name)


def may_hold_work(node: FileNode) -> bool:
    """True for a folder, and for a file that may be handed in."""
    return node.kind == "folder" or may_be_handed_in(node.name)


def may_be_handed_in(name: str) -> bool:
    """True for a name of code, or of an archive: one that is not opened gets a problem."""
    return is_code(name) or is_archive(name)


def is_work_in_a_text(name: str) -> bool:
    """True for `ada.py.txt`, to which a browser or an editor added a suffix."""
    return is_code(name.rpartition(".")[0])


def is_named(name: str, assignment: Assignment) -> bool:
    """True for the module, and for a notebook called as the lesson or the assignment."""
    is_module = name.lower() == assignment.module.lower()
    return is_module or is_handed_out_notebook(name, assignment.slug)


def holds_named_work(folder: FileNode, assignment: Assignment) -> bool:
    """True for a folder with the module or a notebook directly in it."""
    return any(
        entry.kind != "folder" and (is_named(entry.name, assignment) or is_notebook(entry.name))
        for entry in entries_of(folder)
    )


def lone_zip(folder: FileNode) -> FileNode | None:
    """The zip that is all a folder holds, if it is one."""
    entries = entries_of(folder)
    if len(entries) == 1 and (suffix(entries[0].name) == "zip" or is_code(entries[0].name)):
        return entries[0] if is_zip(entries[0]) else None
    return None


def is_zip(node: FileNode) -> bool:
    """True for a file that is a zip, whatever its name says."""
    with suppress(SubmissionError):  # reading it tells what is wrong
        return node.kind == "file" and next(node.parts(node.size), b"").startswith(ZIP_MARK)
    return False


def is_part(name: str, assignment: Assignment) -> bool:
    """True for a folder's name that says nothing of a student."""
    stem = assignment.module.rpartition(".")[0]
    return name.casefold() in {*PARTS, assignment.slug.casefold(), stem.casefold()}


def stem_of(name: str) -> str:
    """The name without the suffixes of code and archives."""
    while may_be_handed_in(name) and (stem := name.rpartition(".")[0]):
        name = stem
    return name


def path_of(entry: FileNode) -> str:
    """The name as messages show it: a folder's with a slash."""
    return f"{entry.name}/" if entry.kind == "folder" else entry.name
