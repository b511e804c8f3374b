"""What a file of a hand-in is, by its suffix: how large it may be, whether it is code, how it is read.

A new kind is a row of `KINDS`, and a function that reads the code out of its bytes.
"""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from autograder.errors import SubmissionError
from autograder.submission import caps
from autograder.submission.notebook import notebook_cells
from autograder.submission.source import clean_source

ARCHIVES = frozenset({"zip", "tar", "gz", "tgz", "bz2", "xz", "7z", "rar"})  # only zips are opened


class FileKind(NamedTuple):
    """One kind of file.

    A module is imported as it is. A notebook has `cells`, which raises `SubmissionError` with what
    the student must do. What is neither holds no code.
    """

    cap: int  # bytes
    smaller: str = "Take large data out of it"  # how to get below the cap
    clean: Callable[[bytes], bytes] | None = None  # a module as Python and the grader read it alike
    cells: Callable[[bytes], list[str]] | None = None  # the source of each code cell


NOTEBOOK_NAME = "ipynb"
KINDS = {
    "py": FileKind(caps.SOURCE, clean=clean_source),
    NOTEBOOK_NAME: FileKind(caps.NOTEBOOK, "Clear all outputs, save it", cells=notebook_cells),
}
NO_CODE = FileKind(caps.DATA)


def suffix(name: str) -> str:
    """What follows the last dot, in small letters; "" without a dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(name: str) -> FileKind:
    """The kind of a file with this name."""
    return KINDS.get(suffix(name), NO_CODE)


def is_module(name: str) -> bool:
    """True for a file that is imported as it is."""
    return kind_of(name).clean is not None


def is_notebook(name: str) -> bool:
    """True for a file whose code stands in cells."""
    return kind_of(name).cells is not None


def is_code(name: str) -> bool:
    """True for a file that can be graded."""
    return is_module(name) or is_notebook(name)


def is_archive(name: str) -> bool:
    """True for a file that holds files."""
    return suffix(name) in ARCHIVES


def is_handed_out_notebook(name: str, slug: str) -> bool:
    """True for a notebook called as the assignment's lesson is, or as the assignment."""
    return is_notebook(name) and PurePosixPath(name).stem.lower() in ("lesson", slug.lower())


def code_pieces(name: str, content: bytes) -> list[str]:
    """A module as one piece, each code cell of a notebook, nothing of any other file."""
    if is_module(name):
        return [content.decode("utf-8", errors="replace")]
    return notebook_code(name, content)


def notebook_code(name: str, content: bytes) -> list[str]:
    """The source of each code cell, none where the file is no notebook."""
    cells = kind_of(name).cells
    return cells(content) if cells else []


def too_large(name: str, limit: int) -> SubmissionError:
    """What a file over its cap is; the sentence begins with the file's name."""
    return SubmissionError(
        f"is larger than {caps.words(limit)}. {kind_of(name).smaller} and hand it in again."
    )
