"""Several files that lie flat in a download, as the folder that the student handed in."""

from collections.abc import Iterator, Sequence
from typing import IO

from autograder.submission.node import FileNode, NodeKind


class Renamed:
    """A file under the name that it had before the platform changed it."""

    def __init__(self, node: FileNode, name: str) -> None:
        self.node, self.name = node, name
        self.kind: NodeKind = node.kind
        self.size, self.reason = node.size, node.reason

    def children(self) -> Sequence[FileNode]:
        """The entries of the folder that was renamed."""
        return self.node.children()

    def read(self, limit: int) -> bytes:
        """The content of the file that was renamed."""
        return self.node.read(limit)

    def parts(self, limit: int) -> Iterator[bytes]:
        """The content of the file that was renamed, part by part."""
        return self.node.parts(limit)

    def open(self) -> IO[bytes]:
        """The file that was renamed."""
        return self.node.open()


class FlatFolder:
    """A folder that only the names of files imply."""

    def __init__(self, name: str, nodes: Sequence[FileNode]) -> None:
        self.name = name
        self.kind: NodeKind = "folder"
        self.size, self.reason = 0, ""
        self._nodes = sorted(nodes, key=lambda node: node.name)

    def children(self) -> Sequence[FileNode]:
        """The files."""
        return self._nodes

    def read(self, limit: int) -> bytes:  # noqa: ARG002 - a folder has the methods of a file
        """Nothing is asked of a folder but its entries."""
        raise IsADirectoryError(self.name)

    def parts(self, limit: int) -> Iterator[bytes]:  # noqa: ARG002 - as above
        """Nothing is asked of a folder but its entries."""
        raise IsADirectoryError(self.name)

    def open(self) -> IO[bytes]:
        """Nothing is asked of a folder but its entries."""
        raise IsADirectoryError(self.name)
