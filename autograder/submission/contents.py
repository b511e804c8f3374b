"""Collects the files of one hand-in, and says why others were left out.

Caps are for code. What is no code is kept as long as there is room, for a module may read it, and is
never a reason to refuse a hand-in.
"""

from collections import deque
from collections.abc import Iterator, Sequence

import msgspec

from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.archive import refusal
from autograder.submission.kinds import is_code
from autograder.submission.names import shown
from autograder.submission.node import FileNode, visible
from autograder.submission.read import name_by_content, read

ENVIRONMENT = "pyvenv.cfg"  # lies in every environment that `python -m venv` makes
NO_ROOM = (
    f"is no code, and more than the {caps.FILES} files or {caps.words(caps.TOTAL)} that are read"
)
NO_ROOM_FOR_CODE = (
    f"is beyond the {caps.FILES} files or {caps.words(caps.TOTAL)} that are read. "
    "Hand in only the files that you wrote."
)


class Contents(msgspec.Struct, frozen=True):
    """A hand-in's files, and those left out with the reason as the end of a sentence.

    `renamed` holds the own name of each file that is read as something else than its name says.
    """

    files: dict[str, bytes] = msgspec.field(default_factory=dict)
    left_out: dict[str, str] = msgspec.field(default_factory=dict)
    renamed: dict[str, str] = msgspec.field(default_factory=dict)


def collect(root: FileNode) -> Contents:
    """All files below a folder; `SubmissionError` when the hand-in as a whole is no good."""
    contents = Contents()
    below = list(_files_below(root, contents.left_out))
    paths = {path for path, _ in below}
    code: list[tuple[str, str, FileNode]] = []
    others: list[tuple[str, str, FileNode]] = []
    for path, node in below:
        name = "" if is_code(node.name) else name_by_content(node)
        as_path = path.removesuffix(node.name) + name
        is_free = bool(name) and as_path not in paths
        kind = code if is_free or is_code(node.name) else others
        kind.append((as_path if is_free else path, path, node))
    _read_all(code, contents, NO_ROOM_FOR_CODE)
    _read_all(others, contents, NO_ROOM)
    return contents


def _read_all(
    places: Sequence[tuple[str, str, FileNode]], contents: Contents, no_room: str
) -> None:
    total = sum(map(len, contents.files.values()))
    for as_path, path, node in places:
        try:
            if len(contents.files) >= caps.FILES or total > caps.TOTAL:
                raise SubmissionError(no_room)
            content = read(node, as_path.rpartition("/")[2])
            if total + len(content) > caps.TOTAL:
                raise SubmissionError(no_room)
        except SubmissionError as error:
            contents.left_out[path] = str(error)
            continue
        total += len(content)
        contents.files[as_path] = content
        if as_path != path:
            contents.renamed[as_path] = path


def _files_below(root: FileNode, left_out: dict[str, str]) -> Iterator[tuple[str, FileNode]]:
    # breadth first: what lies at the top comes before what lies deep
    folders = deque([("", root)])
    count = 0
    while folders:
        prefix, folder = folders.popleft()
        entries = _entries(prefix, folder)
        if prefix and any(entry.name == ENVIRONMENT for entry in entries):
            left_out[prefix] = "is an environment of Python, which no hand-in needs."
            continue
        for node in entries:
            count += 1
            if count > caps.ENTRIES:
                raise SubmissionError(
                    f"The hand-in holds more than {caps.ENTRIES} files and folders. "
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
