"""A student's code as one text: modules, and the code cells of notebooks, without what was handed out.

Nothing of it is run or parsed.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from autograder.errors import SubmissionError
from autograder.submission.kinds import code_pieces
from autograder.submission.names import shown
from autograder.submission.record import Submission


class Work(msgspec.Struct, frozen=True):
    """All code of one hand-in; a comment stands above each file."""

    student: str
    text: str


def work_of(submission: Submission, released: Sequence[str]) -> Work:
    """The code of a hand-in, less the files and cells that are just as they were given."""
    parts = [
        f"# ---- {shown(name)}\n{text}"
        for name, text in sorted(_texts(submission.files, frozenset(released)))
        if text.strip()
    ]
    return Work(submission.student, "\n\n".join(parts).rstrip("\n") + "\n")


def handed_out(folder: Path) -> list[str]:
    """The modules and the code cells in the folder of a released assignment."""
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*")) if path.is_file()}
    return [part for name, content in files.items() for part in _parts(name, content)]


def _texts(files: Mapping[str, bytes], released: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name, content in files.items():
        pieces = [part for part in _parts(name, content) if part not in released]
        yield name, "\n\n".join(pieces)


def _parts(name: str, content: bytes) -> list[str]:
    """A module as a whole, each code cell of a notebook, nothing of any other file."""
    try:
        return [_normal(piece) for piece in code_pieces(name, content)]
    except SubmissionError:  # grading tells the student; here it is no code to compare
        return []


def _normal(text: str) -> str:
    """Line ends and tabs as everywhere, so that a place in the text is a place on the page."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.expandtabs(4) for line in lines).strip("\n")
