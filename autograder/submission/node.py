"""Defines what folders and zips have in common, so that one set of rules reads both."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Literal, Protocol

from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.kinds import too_large
from autograder.submission.names import shown

# "other" is left out and named (links and devices on disk); "refused" spoils the whole hand-in
NodeKind = Literal["file", "folder", "other", "refused"]

PART = 256 * caps.KB
CLUTTER = {"__pycache__", "__macosx", "node_modules", "site-packages", "venv"}


class FileNode(Protocol):
    """A file or a folder, on disk or in a zip. Reading one never follows a link."""

    name: str
    kind: NodeKind
    size: int  # as declared; `read` trusts it no further
    reason: str  # what an "other" or "refused" one is, as the end of a sentence

    def children(self) -> Sequence["FileNode"]:
        """The folder's entries, sorted by name; `SubmissionError` if it cannot be opened."""
        ...

    def read(self, limit: int) -> bytes:
        """At most `limit` bytes; `SubmissionError` says why there are none, or more."""
        ...

    def parts(self, limit: int) -> Iterator[bytes]:
        """The content part by part, as `read` gives it whole."""
        ...

    def open(self) -> IO[bytes]:
        """The content as a seekable file, for a zip; its owner closes it."""
        ...


def visible(folder: FileNode) -> list[FileNode]:
    """The folder's entries without hidden files and what tools leave behind."""
    return [node for node in folder.children() if not is_clutter(node)]


def unwrapped(folder: FileNode) -> FileNode:
    """The folder itself, or the one inside it that holds everything (zips often have one)."""
    for _ in range(caps.DEPTH):
        entries = visible(folder)
        if len(entries) != 1 or entries[0].kind != "folder":
            break
        folder = entries[0]
    return folder


@contextmanager
def naming(node: FileNode) -> Iterator[None]:
    """Begin a `SubmissionError` that ends a sentence with the node's name."""
    try:
        yield
    except SubmissionError as error:
        raise SubmissionError(f"{shown(node.name)} {error}") from None


def in_parts(file: IO[bytes], limit: int, name: str) -> Iterator[bytes]:
    """What a file holds, part by part; `SubmissionError` where that is more than the limit."""
    size = 0
    while part := file.read(PART):
        size += len(part)
        if size > limit:
            raise too_large(name, limit)
        yield part


def is_clutter(node: FileNode) -> bool:
    """True for a hidden file and for what tools leave behind: nobody looks at it."""
    hidden = node.name.startswith(".") and not node.name.startswith("..")
    return hidden or node.name.lower() in CLUTTER or node.name.lower().endswith(".pyc")
