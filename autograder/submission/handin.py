"""Reads one hand-in, whatever its form, into a `Submission`. A bad one gets a problem and raises nothing."""

from pathlib import PurePosixPath

from autograder.course.assignment import Assignment
from autograder.errors import SubmissionError
from autograder.submission.archive import opened, refusal
from autograder.submission.choose import choose
from autograder.submission.contents import Contents, collect
from autograder.submission.entries import is_zip
from autograder.submission.kinds import (
    NOTEBOOK_NAME,
    is_archive,
    is_code,
    is_module,
    is_notebook,
    notebook_code,
    suffix,
)
from autograder.submission.names import listed, shown
from autograder.submission.node import FileNode, naming, unwrapped
from autograder.submission.read import read
from autograder.submission.recognise import notebook_in
from autograder.submission.record import Submission
from autograder.submission.untouched import only_written, written_instead
from autograder.wording import counted

NAMED = 5  # files that were left out, each with its reason


def hand_in(student: str, node: FileNode, assignment: Assignment) -> Submission:
    """What the student handed in; what is wrong with it stands in `problem`."""
    try:
        if node.kind == "refused":
            raise refusal(node)
        if node.kind == "folder":
            return _from_folder(student, node, assignment)
        if suffix(node.name) == "zip" or (is_code(node.name) and is_zip(node)):
            with opened(node) as root:
                return _from_folder(student, root, assignment)
        return _from_file(student, node, assignment)
    except SubmissionError as error:
        return Submission(student, {}, "", problem=str(error))


def _from_file(student: str, node: FileNode, assignment: Assignment) -> Submission:
    if is_archive(node.name):
        raise SubmissionError(
            f"{shown(node.name)} is an archive that is not read here. "
            f"Hand in {assignment.module} itself, or a zip of it."
        )
    with naming(node):
        content = read(node)
    _refuse_nothing(node.name, content)
    main = assignment.module if is_module(node.name) else node.name
    files, main, notes = as_notebook({main: content}, main)
    return Submission(student, files, main, notes=notes)


def _from_folder(student: str, folder: FileNode, assignment: Assignment) -> Submission:
    with naming(folder):
        root = unwrapped(folder)
    contents = collect(root)
    main, notes = _chosen(contents, assignment)
    if main in contents.left_out:
        raise SubmissionError(f"{shown(main)} {contents.left_out[main]}")
    _refuse_nothing(main, contents.files[main])
    if main in contents.renamed:
        notes = (*notes, f"{shown(contents.renamed[main])} was read as {shown(main)}")
    left_out_notes = [
        f"{shown(path)} was ignored: it {reason.split('. ')[0].rstrip('.')}"
        for path, reason in contents.left_out.items()
    ]
    files, main, exported = as_notebook(contents.files, main)
    notes = (*notes, *exported)
    files, main, hidden = _seen_from(main, files)
    left_out_notes += [
        f"{shown(path)} was ignored: one of its name lies beside the graded file" for path in hidden
    ]
    if len(left_out_notes) > NAMED:
        more = counted(len(left_out_notes) - NAMED, "more file")
        left_out_notes[NAMED:] = [f"{more} ignored, for such reasons"]
    return Submission(student, files, main, notes=(*notes, *left_out_notes))


def _chosen(contents: Contents, assignment: Assignment) -> tuple[str, tuple[str, ...]]:
    """The file to grade, and notes on the choice: the one that was written, where another is a stub."""
    names = {name for question in assignment.questions for name in question.names}
    try:
        main, notes = choose([*contents.files, *contents.left_out], assignment)
    except SubmissionError:
        if written := only_written(contents.files, names):
            return written, (f"graded {shown(written)}: no other file defines what is asked for",)
        raise
    if main in contents.left_out:
        return main, notes
    written = written_instead(main, contents.files, names)
    if len(written) == 1:
        return written[0], (f"graded {shown(written[0])}: {shown(main)} is as it was handed out",)
    if written:
        notes = (*notes, f"{shown(main)} is as it was handed out; {listed(written)} are not")
    return main, notes


def as_notebook(
    files: dict[str, bytes], main: str
) -> tuple[dict[str, bytes], str, tuple[str, ...]]:
    """The files with the main one as the notebook that it holds or came from, if it is none by name."""
    notebook = notebook_in(files[main]) if is_module(main) else b""
    if not notebook:
        return files, main, ()
    name = f"{main}.{NOTEBOOK_NAME}"
    others = {path: content for path, content in files.items() if path != main}
    return {**others, name: notebook}, name, (f"{shown(main)} is a notebook, and was read as one",)


def _refuse_nothing(name: str, content: bytes) -> None:
    if not content.strip():
        raise SubmissionError(
            f"{shown(name)} is empty. Write your solution into it, save it and hand it in again."
        )
    if is_notebook(name) and not "".join(notebook_code(name, content)).strip():
        raise SubmissionError(
            f"{shown(name)} has no code. Save the notebook with your code and hand it in again."
        )


def _seen_from(main: str, files: dict[str, bytes]) -> tuple[dict[str, bytes], str, list[str]]:
    # the folder of the main file becomes the top, so that its `import helpers` works
    top = PurePosixPath(main).parent
    paths_inside = [path for path in files if PurePosixPath(path).is_relative_to(top)]
    moved = {PurePosixPath(path).relative_to(top).as_posix(): files[path] for path in paths_inside}
    files_outside = {path: files[path] for path in files if path not in paths_inside}
    hidden = [path for path in files_outside if path in moved]
    return {**files_outside, **moved}, PurePosixPath(main).name, hidden
