"""Turns a lesson (jupytext percent format) into a notebook with nbgrader's cells.

A code cell with `question="max_pool"` checks that question: nbgrader locks it and gives its points.
A Markdown cell with `written="explain"` and `points=0` is answered in words and graded by hand.
The same lesson always gives the same bytes: no outputs, and ids that count the cells.
"""

from pathlib import PurePath
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.course.assignment import Assignment
from autograder.errors import AssignmentError

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(lesson: str, path: PurePath, assignment: Assignment) -> str:
    """The lesson as the text of an `.ipynb` file, format 4.5.

    `AssignmentError` when a check cell names no question or one that has a cell already, when a
    question has no check cell, or when a cell cannot be what its metadata says.
    """
    book = jupytext.reads(lesson, fmt="py:percent")
    book.metadata = NotebookNode(KERNEL)
    book.nbformat, book.nbformat_minor = 4, 5
    for number, cell in enumerate(book.cells, 1):
        cell.id = f"cell-{number:03}"
        cell.metadata.pop("lines_to_next_cell", None)  # how the text was spaced
        grading = _grading(cell, f"{path}: cell {number}", assignment)
        if grading:
            cell.metadata["nbgrader"] = NotebookNode(grading)
    _refuse_wrong_ids(book, path, assignment)
    return nbformat.writes(book, version=nbformat.NO_CONVERT) + "\n"


def _grading(cell: NotebookNode, place: str, assignment: Assignment) -> dict[str, Any] | None:
    """What nbgrader must know of this cell; None for one that is only read or run."""
    question = cell.metadata.pop("question", None)
    written = cell.metadata.pop("written", None)
    if question is not None:
        _refuse_other_type(cell, place, "code", "question")
        points = assignment.question(question).points
        return _nbgrader(question, points, by_hand=False)
    if written is not None:
        _refuse_other_type(cell, place, "markdown", "written")
        points = cell.metadata.pop("points", None)
        if not isinstance(points, int | float) or points < 0:
            raise AssignmentError(f"{place}: written={written!r} has points {points!r}; give 0 up")
        return _nbgrader(written, points, by_hand=True)
    return None


def _nbgrader(grade_id: str, points: float, *, by_hand: bool) -> dict[str, Any]:
    return {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": True,
        "points": int(points) if points == int(points) else points,
        "solution": by_hand,
        "locked": not by_hand,
        "task": False,
    }


def _refuse_other_type(cell: NotebookNode, place: str, expected_type: str, key: str) -> None:
    if cell.cell_type != expected_type:
        raise AssignmentError(
            f"{place}: {key}=... is for a {expected_type} cell, not {cell.cell_type}"
        )


def _refuse_wrong_ids(book: NotebookNode, path: PurePath, assignment: Assignment) -> None:
    graded = [cell.metadata.nbgrader for cell in book.cells if "nbgrader" in cell.metadata]
    ids = [metadata.grade_id for metadata in graded]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice:
        raise AssignmentError(f"{path}: {twice[0]!r} has {ids.count(twice[0])} cells; keep one")
    checked = {metadata.grade_id for metadata in graded if not metadata.solution}
    for question in assignment.questions:
        if question.id not in checked:
            raise AssignmentError(
                f"{path}: question {question.id!r} has no check cell; add a code cell that begins "
                f'with # %% question="{question.id}"'
            )
