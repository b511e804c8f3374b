"""Turns any hand-in's notebook, or none, into one that nbgrader can read. Never raises for a bad one."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograder.errors import SubmissionError
from autograder.escape import one_line
from autograder.nbgrader.cells import Original, StudentCell, match
from autograder.nbgrader.markdown import inert
from autograder.nbgrader.outputs import joined, kept_outputs, pasted_pictures
from autograder.nbgrader.tree import LARGEST
from autograder.submission import caps
from autograder.submission.source import text_of

CELLS, SOURCE = 2000, 200_000  # in one notebook; characters of one cell
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class Mended(msgspec.Struct, frozen=True):
    """A notebook with each original cell once, in format 4.5, and what was done to it."""

    book: NotebookNode
    notes: tuple[str, ...] = ()
    in_doubt: frozenset[str] = frozenset()  # answers in words that may be lost: a person must look


def mend(content: bytes | None, originals: Sequence[Original]) -> Mended:
    """The notebook handed in, or one of the original cells alone where there is none to read."""
    handed_in: list[StudentCell] = []
    notes: list[str] = []
    in_doubt = frozenset[str]()
    if content is None:
        notes.append("no notebook was handed in")
    else:
        try:
            handed_in = _cells(_parsed(content))
        except SubmissionError as error:
            in_doubt = written_by_hand(originals)
            notes.append(f"the notebook {error}")
    if handed_in:  # an answer whose cell lost its name may stand in any other cell
        in_doubt = written_by_hand(originals) - {cell.name for cell in handed_in}
    changed = match(handed_in, originals)
    if not notes:  # else all cells were missing, which is said already
        notes = changed
    return Mended(_book(handed_in, originals), tuple(notes), in_doubt)


def written_by_hand(originals: Sequence[Original]) -> frozenset[str]:
    """The names of the cells whose points a person gives."""
    return frozenset(
        original.name for original in originals if original.grade and original.solution
    )


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise SubmissionError(f"is larger than {caps.words(LARGEST)} and was not read")
    try:
        book = json.loads(text_of(content))
    except (ValueError, RecursionError, MemoryError):
        raise SubmissionError("cannot be read: it is no valid JSON") from None
    if not isinstance(book, dict):
        raise SubmissionError("cannot be read: it holds no cells")
    version = book.get("nbformat", 4)
    return _upgraded(book) if isinstance(version, int) and version < 4 else book


def _upgraded(book: dict[str, Any]) -> dict[str, Any]:
    try:
        return nbformat.convert(nbformat.from_dict(book), 4)
    except Exception as error:  # noqa: BLE001 - nbformat trusts what a student's file says
        old = f"has the old format {one_line(str(book.get('nbformat')), 20)}"
        raise SubmissionError(f"{old} and cannot be read ({type(error).__name__})") from None


def _cells(book: dict[str, Any]) -> list[StudentCell]:
    cells = book.get("cells")
    if not isinstance(cells, list):
        raise SubmissionError("cannot be read: it holds no cells")
    return [_student_cell(cell) for cell in cells[:CELLS] if isinstance(cell, dict)]


def _student_cell(cell: dict[str, Any]) -> StudentCell:
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return StudentCell(
        "markdown" if kind == "markdown" else "code",  # a raw cell would be shown as live HTML
        joined(cell.get("source"))[:SOURCE],
        kept_outputs(cell.get("outputs")) if kind == "code" else [],
        pasted_pictures(cell.get("attachments")) if kind == "markdown" else {},
        name if isinstance(name, str) else "",
    )


def _book(handed_in: Sequence[StudentCell], originals: Sequence[Original]) -> NotebookNode:
    by_name = {original.name: original for original in originals}
    cells = []
    for number, student_cell in enumerate(handed_in, 1):
        original = by_name.get(student_cell.name)
        is_code = student_cell.cell_type == "code"
        cell = _code(student_cell, bool(original)) if is_code else _markdown(student_cell)
        cell.id = f"cell-{number:04}"
        cell.metadata = NotebookNode(nbgrader=original.metadata) if original else NotebookNode()
        cells.append(cell)
    # checked once and whole: `new_code_cell` would check each cell
    return new_notebook(cells=cells, metadata=nbformat.from_dict(KERNEL), nbformat_minor=5)


def _code(cell: StudentCell, was_released: bool) -> NotebookNode:
    outputs = [] if was_released else cell.outputs
    return NotebookNode(cell_type="code", source=cell.source, execution_count=None, outputs=outputs)


def _markdown(cell: StudentCell) -> NotebookNode:
    source, pictures = inert(cell.source, cell.pictures), nbformat.from_dict(cell.pictures)
    return NotebookNode(cell_type="markdown", source=source, attachments=pictures)
