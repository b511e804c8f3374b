"""Collects the files of one hand-in, and says why others were left out."""

from collections import deque
from collections.abc import Iterator

import msgspec

from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.archive import refusal
from autograder.submission.kinds import is_archive, is_code, kind_of
from autograder.submission.names import shown
from autograder.submission.node import FileNode, visible


class Contents(msgspec.Struct, frozen=True):
    """A hand-in's files, and those left out with the reason as the end of a sentence."""

    files: dict[str, bytes]
    left_out: dict[str, str]


def collect(root: FileNode) -> Contents:
    """All files below a folder; `SubmissionError` when the hand-in as a whole is no good."""
    files: dict[str, bytes] = {}
    left_out: dict[str, str] = {}
    total = 0
    for path, node in _files_below(root):
        try:
            files[path] = read(node)
        except SubmissionError as error:
            left_out[path] = str(error)
            continue
        total += len(files[path])
        if total > caps.TOTAL:
            raise SubmissionError(
                f"The hand-in is larger than {caps.words(caps.TOTAL)}. "
                "Leave data sets and other large files out of it."
            )
    return Contents(files, left_out)


def read(node: FileNode) -> bytes:
    """One file as it will be graded; `SubmissionError` ends a sentence that names the file."""
    if is_archive(node.name):
        raise SubmissionError("is an archive inside the hand-in. Hand in what is in it.")
    kind = kind_of(node.name)
    if not is_code(node.name) and node.size > kind.cap:
        raise SubmissionError("is large and no code. It is not needed.")
    content = node.read(kind.cap)
    return kind.clean(content) if kind.clean else content


def _files_below(root: FileNode) -> Iterator[tuple[str, FileNode]]:
    # breadth first: what lies at the top comes before what lies deep
    folders = deque([("", root)])
    count = 0
    while folders:
        prefix, folder = folders.popleft()
        for node in _entries(prefix, folder):
            count += 1
            if count > caps.FILES:
                raise SubmissionError(
                    f"The hand-in holds more than {caps.FILES} files and folders. "
                    "Hand in only the files that you wrote."
                )
            if node.kind == "refused":
                raise refusal(node)
            path = prefix + node.name
            if node.kind == "folder":
                folders.append((f"{path}/", node))
            else:
                yield path, node


def _entries(prefix: str, folder: FileNode) -> list[FileNode]:
    if prefix.count("/") > caps.DEPTH:
        raise SubmissionError(f"The hand-in has more than {caps.DEPTH} folders in each other.")
    try:
        return visible(folder)
    except SubmissionError as error:
        raise SubmissionError(f"The folder {shown(prefix or folder.name)} {error}") from None
