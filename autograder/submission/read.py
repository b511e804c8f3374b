"""Reads one file of a hand-in as it will be graded: by its kind, within its caps."""

from collections.abc import Iterator
from itertools import chain

from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.kinds import (
    NOTEBOOK_NAME,
    is_archive,
    is_code,
    kind_of,
    suffix,
    too_large,
)
from autograder.submission.node import FileNode
from autograder.submission.recognise import begins_as_json, is_notebooks_json
from autograder.submission.slim import without_outputs

TEXTS = {"txt", "json"}  # what browsers and editors add to the name of code, or give it


def read(node: FileNode, name: str = "") -> bytes:
    """The content, read as the kind of `name`; `SubmissionError` ends a sentence that names the file."""
    name = name or node.name
    if is_archive(name):
        raise SubmissionError("is an archive inside the hand-in. Hand in what is in it.")
    kind = kind_of(name)
    if not is_code(name) and node.size > kind.cap:
        raise SubmissionError("is large and no code. It is not needed.")
    if kind.cells:
        return _slim(node.parts(caps.WHOLE_NOTEBOOK), name, kind.cap)
    if kind.clean and (notebook := _notebook(node)):
        return notebook
    content = node.read(kind.cap)
    return kind.clean(content) if kind.clean else content


def name_by_content(node: FileNode) -> str:
    """What a text would be called that is code: `pooling.py` for `pooling.py.txt`; else ""."""
    stem = node.name.rpartition(".")[0]
    if suffix(node.name) not in TEXTS or not stem:
        return ""
    if is_code(stem):
        return stem
    try:
        return f"{stem}.{NOTEBOOK_NAME}" if _notebook(node) else ""
    except SubmissionError:
        return ""  # a large text, or one that cannot be read, which is said where it is read


def _notebook(node: FileNode) -> bytes:
    """A notebook's JSON without outputs, whatever the file is called; nothing of any other file."""
    if node.size > caps.WHOLE_NOTEBOOK:
        return b""
    parts = node.parts(caps.WHOLE_NOTEBOOK)
    first = next(parts, b"")
    if not begins_as_json(first):
        return b""
    content = _slim(chain([first], parts), node.name, caps.NOTEBOOK)
    return content if is_notebooks_json(content) else b""


def _slim(parts: Iterator[bytes], name: str, cap: int) -> bytes:
    kept = bytearray()
    for part in without_outputs(parts):
        kept += part
        if len(kept) > cap:
            raise too_large(name, cap)
    return bytes(kept)
