"""Reads a folder that no platform laid out: one hand-in, or a file, folder or zip for each student."""

from collections.abc import Callable, Sequence

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError, UsageError
from autograder.submission.delivery import Choice, Delivery, LeftOut, Reading
from autograder.submission.elsewhere import defines
from autograder.submission.entries import (
    assignments_folder,
    entries_of,
    holds_named_work,
    is_named,
    is_work,
    is_work_in_a_text,
    lone_zip,
    may_hold_work,
    path_of,
    stem_of,
)
from autograder.submission.kinds import is_code, is_handed_out_notebook, is_module, is_notebook
from autograder.submission.names import listed, shown
from autograder.submission.node import FileNode
from autograder.submission.read import read
from autograder.submission.untouched import is_untouched

Alone = Callable[[str], bool]  # whether a file alone in the folder is the folder's owner's


def one_hand_in(folder: FileNode, name: str) -> Reading:
    """The whole folder as one student's."""
    return Reading("one", [Delivery(name, f"{name}/", lone_zip(folder) or folder)], [])


def plain(
    folder: FileNode,
    entries: Sequence[FileNode],
    name: str,
    assignment: Assignment,
    choice: Choice,
    alone: Alone,
) -> Reading:
    """One hand-in or a class; `UsageError` where it can be both."""
    named = [
        entry for entry in entries if entry.kind != "folder" and is_named(entry.name, assignment)
    ]
    if named:
        others = _class_beside(named, entries, assignment)
        if not others:
            return one_hand_in(folder, name)
        if _is_only_handed_out(named, others, assignment):
            return class_of([entry for entry in entries if entry not in named], assignment, named)
        if choice.student is not None:
            return one_hand_in(folder, name)
        if choice.layout == "class":
            return class_of(entries, assignment)
        raise _two_readings(name, named, others)
    return (
        one_hand_in(folder, name)
        if _is_one_hand_in(entries, assignment, alone)
        else class_of(entries, assignment)
    )


def class_of(
    entries: Sequence[FileNode], assignment: Assignment, handed_out: Sequence[FileNode] = ()
) -> Reading:
    """A hand-in for each entry that can be one; `handed_out` lies beside them and counts for nobody."""
    deliveries: list[Delivery] = []
    left_out = [
        LeftOut(
            entry.name, "lies beside the hand-ins of a class and counts for nobody", is_work=True
        )
        for entry in handed_out
    ]
    is_nbgraders = any(assignments_folder(entries_of(entry), assignment) for entry in entries)
    for entry in entries:
        student = _student(entry, assignment, is_nbgraders)
        if isinstance(student, LeftOut):
            left_out.append(student)
            continue
        deliveries.append(student)
        if is_nbgraders and student.node is not entry:
            left_out += _beside(student.node, entry)
    return Reading("nbgrader" if is_nbgraders else "class", deliveries, left_out)


def _student(node: FileNode, assignment: Assignment, is_nbgraders: bool) -> Delivery | LeftOut:
    path = path_of(node)
    is_link = node.kind == "other" and "link" in node.reason  # a folder's name tells nothing
    if node.kind == "refused" or is_link or is_work(node):
        return Delivery(stem_of(node.name), node.name, node, paths=(path,))
    if node.kind != "folder":
        is_text_of_code = is_work_in_a_text(node.name)
        return LeftOut(path, node.reason or "is no module, notebook or zip", is_text_of_code)
    entries = entries_of(node)
    handed_in = assignments_folder(entries, assignment)
    if handed_in:
        return Delivery(node.name, path, handed_in, paths=(path + path_of(handed_in),))
    if is_nbgraders and not any(map(is_work, entries)):
        return LeftOut(path, f"holds nothing called {assignment.slug}", is_work=True)
    return Delivery(node.name, path, lone_zip(node) or node, paths=(path,))


def _beside(handed_in: FileNode, student: FileNode) -> list[LeftOut]:
    """What a student has beside the folder of the assignment: other assignments, as a rule."""
    reason = f"lies beside {path_of(handed_in)}"
    return [
        LeftOut(f"{student.name}/{path_of(entry)}", reason, is_work=is_work(entry))
        for entry in entries_of(student)
        if entry.name != handed_in.name
    ]


def _is_one_hand_in(entries: Sequence[FileNode], assignment: Assignment, alone: Alone) -> bool:
    # a lone ada.py in a folder is ada's; alone in ada.zip, whatever its name, it is ada's too
    usable = [entry for entry in entries if entry.kind != "refused"]
    handed_in = [entry for entry in usable if may_hold_work(entry)]
    if len(handed_in) != 1:
        return not handed_in and len(usable) < len(entries)
    (lone_entry,) = handed_in
    if lone_entry.kind != "folder":
        return alone(lone_entry.name) or len(usable) < len(entries)
    return holds_named_work(lone_entry, assignment)


def _class_beside(
    named: Sequence[FileNode], entries: Sequence[FileNode], assignment: Assignment
) -> list[FileNode]:
    """What beside the named files may be the hand-ins of a class."""
    folders = [
        entry for entry in entries if entry.kind == "folder" and holds_named_work(entry, assignment)
    ]
    if len(folders) > 1:
        return folders
    files = [
        entry
        for entry in entries
        if entry.kind == "file" and entry not in named and _defines(entry, assignment)
    ]
    modules = [entry for entry in files if is_module(entry.name)]
    notebooks = [entry for entry in files if is_notebook(entry.name)]
    return modules or (notebooks if len(notebooks) > 1 else [])


def _defines(entry: FileNode, assignment: Assignment) -> bool:
    return is_code(entry.name) and defines(entry.name, _content(entry), assignment)


def _content(entry: FileNode) -> bytes:
    try:
        return read(entry)
    except SubmissionError:
        return b""  # it defines nothing that can be graded


def _is_only_handed_out(
    named: Sequence[FileNode], others: Sequence[FileNode], assignment: Assignment
) -> bool:
    """True where the named files are a lesson, or the stub, beside a class that is one beyond doubt."""
    stem = stem_of(assignment.module).casefold()
    if any(entry.name.casefold().startswith(stem) for entry in others) or len(others) < 2:
        return False
    names = {name for question in assignment.questions for name in question.names}
    return all(
        is_handed_out_notebook(entry.name, assignment.slug) or is_untouched(_content(entry), names)
        for entry in named
    )


def _two_readings(name: str, named: Sequence[FileNode], others: Sequence[FileNode]) -> UsageError:
    return UsageError(
        f"{shown(name)} can be read in two ways: as one hand-in, for the sake of "
        f"{listed([path_of(entry) for entry in named])}; or as a class, with a hand-in in each of "
        f"{listed([path_of(entry) for entry in others])}. Type --layout one (or --student NAME) for "
        "the first, --layout class for the second"
    )
