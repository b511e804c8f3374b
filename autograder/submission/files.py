"""Folders and files on disk as nodes. Links are never followed, devices never opened."""

import itertools
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.kinds import too_large
from autograder.submission.names import json_safe
from autograder.submission.node import FileNode, NodeKind, in_parts

# NOFOLLOW and NONBLOCK: what was a file a moment ago may be a link or a pipe by now
FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class DiskNode:
    """A file or folder on disk, as `lstat` saw it."""

    def __init__(
        self, path: Path, facts: os.stat_result, without: frozenset[Path] = frozenset()
    ) -> None:
        self.path, self.without = path, without  # entries that are not there for a reader
        self.name = json_safe(path.name)
        self.size = facts.st_size
        self.kind: NodeKind
        self.kind, self.reason = _kind(facts.st_mode)

    def children(self) -> Sequence[FileNode]:
        """The folder's entries, sorted by name."""
        try:
            with os.scandir(self.path) as entries:
                listing = list(itertools.islice(entries, caps.ENTRIES + 1))
            nodes = [
                DiskNode(path, entry.stat(follow_symlinks=False), self.without)
                for entry in listing[: caps.ENTRIES]
                if (path := self.path / entry.name) not in self.without
            ]
        except OSError as error:
            raise _unreadable(error) from None
        if len(listing) > caps.ENTRIES:
            raise SubmissionError(f"holds more than {caps.ENTRIES} files. Hand in fewer.")
        return sorted(nodes, key=lambda node: node.name)

    def read(self, limit: int) -> bytes:
        """The content; one byte over the limit is enough to refuse it."""
        if self.size > limit:
            raise too_large(self.name, limit)
        try:
            with self.open() as file:
                content = file.read(limit + 1)
        except OSError as error:
            raise _unreadable(error) from None
        if len(content) > limit:
            raise too_large(self.name, limit)
        return content

    def parts(self, limit: int) -> Iterator[bytes]:
        """The content part by part, within the limit."""
        if self.size > limit:
            raise too_large(self.name, limit)
        try:
            with self.open() as file:
                yield from in_parts(file, limit, self.name)
        except OSError as error:
            raise _unreadable(error) from None

    def open(self) -> IO[bytes]:
        """The file, once the descriptor is known to be a regular file's."""
        if self.kind != "file":
            raise SubmissionError(f"{self.reason}. Hand in the file itself.")
        try:
            descriptor = os.open(self.path, FLAGS)
        except OSError as error:
            raise _unreadable(error) from None
        file = os.fdopen(descriptor, "rb")
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            file.close()
            raise SubmissionError("is no ordinary file any more. Hand in the file itself.")
        return file


def _kind(mode: int) -> tuple[NodeKind, str]:
    if stat.S_ISREG(mode):
        return "file", ""
    if stat.S_ISDIR(mode):
        return "folder", ""
    if stat.S_ISLNK(mode):
        return "other", "is a link to a file elsewhere"
    return "other", "is a device or a pipe, no ordinary file"


def _unreadable(error: OSError) -> SubmissionError:
    why = (error.strerror or "unknown error").lower()
    return SubmissionError(
        f"cannot be read ({why}). Hand it in again as an ordinary file that others may read."
    )
