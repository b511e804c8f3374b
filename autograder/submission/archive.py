"""Zips as nodes. Nothing is ever unpacked to disk; every read has a limit of its own."""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from io import BytesIO
from typing import IO, Any, cast

from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.kinds import too_large
from autograder.submission.names import json_safe, shown
from autograder.submission.node import FileNode, NodeKind, in_parts, naming

# what zipfile raises on damaged or hostile bytes; it documents only the first
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
IS_UTF8, MADE_ON_WINDOWS = 0x800, 0  # a flag, a system: APPNOTE.TXT 4.4.4 and 4.4.2
ENTRY_MARK = b"PK\x01\x02"  # every entry of a zip's directory begins with it


class ZipNode:
    """A member of a zip, or a folder that members' paths imply."""

    def __init__(
        self,
        name: str,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo | None = None,
        reason: str = "",
    ) -> None:
        self.name = json_safe(name)
        self.archive = archive
        self.info = info
        self.size = info.file_size if info else 0
        self.kind: NodeKind = "refused" if reason else "file" if info else "folder"
        self.reason = reason
        self.nodes: dict[str, ZipNode] = {}

    def children(self) -> Sequence[FileNode]:
        """The folder's entries, sorted by name."""
        return sorted(self.nodes.values(), key=lambda node: node.name)

    def read(self, limit: int) -> bytes:
        """The content, unpacked no further than one part over the limit."""
        return b"".join(self.parts(limit))

    def parts(self, limit: int) -> Iterator[bytes]:
        """The content as it is unpacked, within the limit."""
        if self.info is None:
            raise SubmissionError("is a folder. Hand in a file.")
        if self.info.flag_bits & 1:
            raise SubmissionError("is locked with a password. Make the zip without one.")
        if self.info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SubmissionError("is packed in a rare way. Make the zip with standard settings.")
        if self.size > limit:
            raise too_large(self.name, limit)
        try:
            with self.archive.open(self.info) as file:
                yield from in_parts(file, limit, self.name)
        except DAMAGE:
            raise SubmissionError("is damaged. Make the zip again and hand it in.") from None

    def open(self) -> IO[bytes]:
        """The content in memory: a zip inside a zip."""
        return BytesIO(self.read(caps.NESTED_ZIP))


class _InSmallParts:
    """A zip's file that is never read as a whole, whatever it says its directory's size is."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def read(self, size: int = -1) -> bytes:
        """The next bytes; all that is left is asked for only at the end, where a comment may be."""
        if size > caps.NESTED_ZIP:
            raise ValueError("a part of the zip is too large to be held in memory")
        return self.file.read(size)


@contextmanager
def opened(node: FileNode) -> Iterator[ZipNode]:
    """The zip's content as a folder; `SubmissionError` says what is wrong with the whole zip."""
    with ExitStack() as stack:
        with naming(node):
            archive = _archive(node, stack)
        yield _tree(archive)


def _archive(node: FileNode, stack: ExitStack) -> zipfile.ZipFile:
    if node.size > caps.ZIP:
        raise too_large(node.name, caps.ZIP)
    file = stack.enter_context(node.open())
    try:
        _refuse_endless_directory(file)
        return stack.enter_context(zipfile.ZipFile(cast("IO[bytes]", _InSmallParts(file))))
    except DAMAGE:
        raise SubmissionError(
            "is not a zip, or not all of it arrived. Make the zip again and hand it in."
        ) from None


def _refuse_endless_directory(file: IO[bytes]) -> None:
    # zipfile builds an object for every entry before anyone can count them
    count, tail = 0, b""
    while block := file.read(caps.MB):
        count += (tail + block).count(ENTRY_MARK)
        tail = block[1 - len(ENTRY_MARK) :]
    file.seek(0)
    if count > caps.ENTRIES:
        raise SubmissionError(f"holds more than {caps.ENTRIES} files. Hand in fewer.")


def _tree(archive: zipfile.ZipFile) -> ZipNode:
    root = ZipNode("", archive)
    for info in archive.infolist():
        _add(root, info, archive)
    return root


def _add(root: ZipNode, info: zipfile.ZipInfo, archive: zipfile.ZipFile) -> None:
    path = _path(info)
    parts = [part for part in path.split("\0")[0].split("/") if part not in ("", ".")]
    wrong = _wrong_path(path)
    if wrong:
        # it stays with its first folder, so that it spoils one student's hand-in of a class
        is_in_a_folder = len(parts) > 1 and not _wrong_path(f"{parts[0]}/")
        folder = _folder(root, parts[:1]) if is_in_a_folder else root
        folder.nodes[path] = ZipNode(path, archive, info, wrong)
        return
    if path.endswith("/"):
        _folder(root, parts)
        return
    folder, name = _folder(root, parts[:-1]), parts[-1]
    reason = "is in the zip twice" if name in folder.nodes else _wrong_type(info)
    folder.nodes[name] = ZipNode(name, archive, info, reason)


def _path(info: zipfile.ZipInfo) -> str:
    """The member's path as whoever made the zip meant it."""
    path = info.orig_filename
    if not info.flag_bits & IS_UTF8:
        with suppress(UnicodeError):  # macOS writes UTF-8 and does not say so
            path = path.encode("cp437").decode("utf-8")
    # Windows PowerShell 5 writes \\ where the format has /
    return path.replace("\\", "/") if info.create_system == MADE_ON_WINDOWS else path


def _folder(folder: ZipNode, parts: list[str]) -> ZipNode:
    for part in parts:
        inner = folder.nodes.setdefault(part, ZipNode(part, folder.archive))
        if inner.kind == "file":
            inner.kind, inner.reason = "refused", "is both a file and a folder in the zip"
        folder = inner
    return folder


def _wrong_path(path: str) -> str:
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or "\\" in path:
        return "is no path inside the zip (a drive, a leading / or a backslash)"
    if ".." in path.split("/"):
        return "leads out of the zip (..)"
    if "\0" in path or not path.strip("/."):
        return "is no file name"
    if path.count("/") > caps.DEPTH:
        return f"lies more than {caps.DEPTH} folders deep"
    return ""


def _wrong_type(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link to a file elsewhere"
    if kind not in (0, stat.S_IFREG):
        return "is a device or a pipe, no ordinary file"
    return ""


def refusal(node: FileNode) -> SubmissionError:
    """The problem of a hand-in whose zip holds this refused node."""
    return SubmissionError(
        f"The zip cannot be used: {shown(node.name)} {node.reason}. "
        "Make a new zip of your files, or hand in the file itself."
    )
